package io.parlance.local.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    @Test
    void drawsHowMuchIsDone() {
        assertThat(Bar.of(0, 0)).isEqualTo("[------------------------]   0 %");
        assertThat(Bar.of(1, 2)).isEqualTo("[############------------]  50 %");
        assertThat(Bar.of(7, 5)).isEqualTo("[########################] 100 %");
        assertThat(Bar.of(1999, 2000)).endsWith(" 99 %");
    }

    @Test
    void drawsSharesThatAddUpToTheWhole() {
        assertThat(Bar.ofShare(1985, 2000)).isEqualTo("[#######################-]  99.3 %");
        assertThat(Bar.ofShare(15, 2000)).isEqualTo("[------------------------]   0.8 %");
        assertThat(Bar.ofShare(0, 0)).isEqualTo("[------------------------]   0.0 %");
    }

    @Test
    void alignsTextToTheLeftAndFiguresToTheRight() {
        // Given
        var table = new Table("process", "pid").row("broker", 7).row("ingest", 1234);

        // When, Then
        assertThat(table.lines()).containsExactly("process  pid", "broker      7", "ingest   1234");
    }

    @Test
    void saysDurationsAndSizesAsPeopleDo() {
        assertThat(Spans.of(Duration.ofMillis(400))).isEqualTo("0.4 s");
        assertThat(Spans.of(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Spans.of(Duration.ofSeconds(185))).isEqualTo("3 min 05 s");
        assertThat(Spans.of(Duration.ofMinutes(61))).isEqualTo("1 h 01 min");
        assertThat(Spans.bytes(320L << 20)).isEqualTo("320 MiB");
        assertThat(Spans.bytes(5L << 28)).isEqualTo("1.3 GiB");
    }

    @Test
    void leavesTheRewrittenLineOutWhereThereIsNoTerminal() {
        assertThat(shown(false)).isEqualTo("begun\nended\n");
        assertThat(shown(true)).isEqualTo("begun\n\r\u001b[2Kworking\r\u001b[2Kended\n");
    }

    private static String shown(boolean terminal) {
        var out = new ByteArrayOutputStream();
        var screen = new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), terminal);
        screen.line("begun");
        screen.status("working");
        screen.line("ended");
        return out.toString(StandardCharsets.UTF_8);
    }
}
