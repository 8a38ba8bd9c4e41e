package io.parlance.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void takesOptionsBetweenValues() {
        // When
        Arguments arguments =
                Arguments.parse(new String[] {"a", "--limit", "7", "b"}, 2, Set.of("--limit", "--form"), "usage");
        // Then
        assertThat(arguments.path(1)).isEqualTo(Path.of("b"));
        assertThat(arguments.number("--limit", 1)).isEqualTo(7);
        assertThat(arguments.option("--form")).isEmpty();
    }

    @Test
    void refusesAnUnknownOptionAndAMissingValueNamingTheUsage() {
        assertThatThrownBy(() -> Arguments.parse(new String[] {"--speed", "1"}, 0, Set.of("--form"), "Do this"))
                .hasMessage("--speed is unknown or has no value. Usage: Do this");
        assertThatThrownBy(() -> Arguments.parse(new String[] {"a"}, 2, Set.of(), "Do this"))
                .hasMessage("1 arguments, expected 2. Usage: Do this");
    }
}
