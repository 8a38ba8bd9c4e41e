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
    private final StringWriter output = new StringWriter();

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
    void explainsEveryCommandThatIsAskedForHelp() {
        for (String command : Main.commandLine().getSubcommands().keySet()) {
            assertThat(execute(command, "--help")).as(command).isZero();
            assertThat(output.toString()).contains("Usage: parlance " + command, "--help");
            output.getBuffer().setLength(0);
        }
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void passesOverNoOptionThatMeansNothingBesideTheOthers() {
        assertThat(execute("data", "--data-dir", folder.toString(), "--messages"))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("--conversation ID");
        assertThat(execute("data", "--data-dir", folder.toString(), "one", "--dataset", "two"))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("Two datasets are named, one and two");
        assertThat(execute("leak-check", "--data-dir", folder.toString(), "--dataset", "live", "a", "b"))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("either two files or the splits");
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
        return Main.commandLine()
                .setErr(new PrintWriter(errors, true))
                .setOut(new PrintWriter(output, true))
                .execute(arguments);
    }
}
