package io.parlance.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.parlance.inference");

    @ParameterizedTest
    @ValueSource(strings = {"request", "answer", "serving"})
    void knowsNoFrameworkInside(String room) {
        // Given
        String name = "io.parlance.inference." + room;
        assertThat(CLASSES.stream().filter(type -> type.getPackageName().equals(name)))
                .hasSizeGreaterThan(3);
        // Then
        noClasses()
                .that()
                .resideInAPackage(name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta..",
                        "io.quarkus..",
                        "io.smallrye..",
                        "io.vertx..",
                        "io.micrometer..",
                        "org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void keepsJsonOutOfTheAnswersAndTheShelf() {
        noClasses()
                .that()
                .resideInAnyPackage("io.parlance.inference.answer", "io.parlance.inference.serving")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson..")
                .check(CLASSES);
    }
}
