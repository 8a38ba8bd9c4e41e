package io.parlance.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerArchitectureTest {
    private static final String ROOT = "io.parlance.trainer";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @ParameterizedTest
    @ValueSource(strings = {"base", "export", "file", "job", "journal", "network", "run", "window"})
    void everyPackageNamedHereHasClasses(String name) {
        assertThat(CLASSES.stream().anyMatch(c -> c.getPackageName().equals(ROOT + "." + name)))
                .isTrue();
    }

    @Test
    void theEngineAndTheSubjectsKnowNoFrameworkAndNoHttp() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".network..",
                        ROOT + ".run..",
                        ROOT + ".file..",
                        ROOT + ".window..",
                        ROOT + ".export..",
                        ROOT + ".journal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "io.quarkus..", "io.smallrye..", "com.openai..")
                .check(CLASSES);
    }

    @Test
    void theEngineKnowsNothingOfItsService() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".network..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        ROOT + ".base..",
                        ROOT + ".run..",
                        ROOT + ".job..",
                        ROOT + ".journal..",
                        ROOT + ".window..",
                        ROOT + ".export..",
                        "io.parlance.contracts..")
                .check(CLASSES);
    }

    @Test
    void nothingBelowKnowsHowTheServiceIsPutTogether() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".base..",
                        ROOT + ".run..",
                        ROOT + ".window..",
                        ROOT + ".export..",
                        ROOT + ".journal..",
                        ROOT + ".network..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void onlyDoorsKnowKafka() {
        noClasses()
                .that()
                .haveNameNotMatching(
                        ".*\\.(Journal|Readers|Following|KafkaRunJournal|WindowReader|ExampleCounts|ErasureMarks|ErasureReceipts|FileNews|BaseAnnouncements)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }
}
