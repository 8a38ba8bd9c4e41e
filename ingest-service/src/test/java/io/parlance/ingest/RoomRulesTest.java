package io.parlance.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomRulesTest {
    private static final List<String> DOMAIN =
            List.of("LineReader", "RecordParser", "Detection", "Examination", "Receipt");
    private final JavaClasses room = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.parlance.ingest");

    @Test
    void domainClassesKnowNoFramework() {
        // Given
        assertThat(room.stream().map(c -> c.getSimpleName())).containsAll(DOMAIN);
        // Then
        classes()
                .that()
                .haveNameMatching("io\\.parlance\\.ingest\\.(format\\..*|(Examination|Receipt)(\\$.*)?)")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.parlance.contracts..",
                        "io.parlance.ingest..",
                        "com.fasterxml.jackson..",
                        "com.github.luben.zstd..",
                        "de.siegmar.fastcsv..",
                        "org.jsoup..",
                        "org.apache.parquet..",
                        "net.jpountz..",
                        "org.xerial.snappy..")
                .check(room);
    }

    @Test
    void knowsTheContractsAndNoOtherRoom() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.parlance.model..",
                        "io.parlance.preprocess..",
                        "io.parlance.trainer..",
                        "io.parlance.evaluator..",
                        "io.parlance.inference..")
                .check(room);
    }
}
