package io.parlance.preprocess;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class DirectionTest {
    private static final String ROOT = "io.parlance.preprocess.";
    private static final String[] FRAMEWORKS = {
        "jakarta..",
        "io.quarkus..",
        "io.smallrye..",
        "org.eclipse.microprofile..",
        "org.apache.kafka..",
        "io.micrometer.."
    };

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.parlance.preprocess");

    @Test
    void everyPackageNamedHereHasClasses() {
        for (String name : new String[] {
            "recipe",
            "example",
            "intake",
            "embedding",
            "duplicates",
            "split",
            "placement",
            "cookbook",
            "stream",
            "ledger",
            "dataset",
            "dataset.manifest",
            "dataset.leak",
            "augmentation",
            "augmentation.translation",
            "augmentation.noise",
            "augmentation.work"
        }) {
            assertThat(classes.stream().filter(c -> c.getPackageName().equals(ROOT + name)))
                    .isNotEmpty();
        }
    }

    @Test
    void theHardLogicKnowsNoFramework() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + "recipe..",
                        ROOT + "example..",
                        ROOT + "intake..",
                        ROOT + "embedding..",
                        ROOT + "duplicates..",
                        ROOT + "split..",
                        ROOT + "placement..",
                        ROOT + "dataset.manifest..",
                        ROOT + "dataset.leak..",
                        ROOT + "augmentation",
                        ROOT + "augmentation.translation..",
                        ROOT + "augmentation.noise..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .check(classes);
    }

    @Test
    void recipesAndExamplesKnowNoJson() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "recipe..", ROOT + "example..")
                .and()
                .resideOutsideOfPackage(ROOT + "recipe.contamination") // its sets are JSON
                .and()
                .haveNameNotMatching(".*\\.TemplateInput(\\$.*)?") // a tool call's arguments are JSON
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson..")
                .check(classes);
    }

    @Test
    void nothingButTheFrameworkAndTheLedgerCallsTheStream() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "stream..", ROOT + "ledger..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "stream..")
                .check(classes);
    }
}
