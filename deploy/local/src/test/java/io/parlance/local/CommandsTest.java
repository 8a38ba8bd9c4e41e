package io.parlance.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    @TempDir
    Path folder;

    private final StringWriter errors = new StringWriter();

    @Test
    void tellsByItsExitCodeThatNothingRuns() {
        assertThat(execute("status", "--data-dir", folder.toString())).isEqualTo(3);
        assertThat(execute("down", "--data-dir", folder.toString())).isZero();
    }

    @Test
    void saysInASentenceHowToStartWhatIsToBeTalkedTo() {
        // When
        int exitCode = execute("chat", "--data-dir", folder.toString(), "Hello");

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(errors.toString())
                .contains(folder.toString())
                .contains("./parlance up")
                .doesNotContain("\tat ");
    }

    @Test
    void namesTheProcessesThatHaveLogs() {
        // When
        int exitCode = execute("logs", "--data-dir", folder.toString(), "ingestion");

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(errors.toString()).contains("'ingestion'").contains("ingest, preprocess, trainer");
    }

    @Test
    void erasesOnlyWhatIsNamed() {
        for (String[] arguments : new String[][] {
            {},
            {"--subject", "s", "--conversation", "c"},
            {"--subject", "s", "--dataset", "d"},
            {"--follow", "era-1", "--dataset", "d"}
        }) {
            var all = new java.util.ArrayList<>(java.util.List.of("erase", "--data-dir", folder.toString()));
            all.addAll(java.util.List.of(arguments));
            assertThat(execute(all.toArray(String[]::new))).isEqualTo(1);
            assertThat(errors.toString()).contains("--subject S, --conversation ID");
            errors.getBuffer().setLength(0);
        }
    }

    @Test
    void refusesAnOptionThatDoesNotExistAndAPortOutOfRange() {
        assertThat(execute("up", "--data-dir", folder.toString(), "--prot", "80"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("--prot");
        assertThat(execute("up", "--data-dir", folder.toString(), "--port", "70000"))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("--port is 70000");
    }

    @Test
    void namesWhatMustBeBuiltFirst() {
        // When
        int exitCode = execute(
                "up", "--data-dir", folder.resolve("data").toString(), "--root", folder.toString(), "--port", "0");

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(errors.toString()).contains("quarkus-run.jar is missing").contains("./parlance build");
    }

    private int execute(String... arguments) {
        return Main.commandLine().setErr(new PrintWriter(errors, true)).execute(arguments);
    }
}
