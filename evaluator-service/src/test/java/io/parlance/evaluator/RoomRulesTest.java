package io.parlance.evaluator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class RoomRulesTest {
    private final JavaClasses room = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.parlance.evaluator");

    @Test
    void domainClassesKnowNoFramework() {
        for (String subject : new String[] {"measure", "evaluation"}) {
            // Given
            assertThat(room.stream().filter(c -> c.getPackageName().equals("io.parlance.evaluator." + subject)))
                    .hasSizeGreaterThan(2);
            // Then
            classes()
                    .that()
                    .resideInAPackage("io.parlance.evaluator." + subject)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "io.parlance.contracts..",
                            "io.parlance.model..",
                            "io.parlance.evaluator.measure..",
                            "io.parlance.evaluator.evaluation..")
                    .check(room);
        }
    }

    @Test
    void knowsNoOtherService() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.parlance.ingest..",
                        "io.parlance.preprocess..",
                        "io.parlance.trainer..",
                        "io.parlance.inference..")
                .check(room);
    }
}
