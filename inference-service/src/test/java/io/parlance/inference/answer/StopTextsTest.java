package io.parlance.inference.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopTextsTest {

    @Test
    void holdsBackWhatMightBeTheBeginning() {
        // Given
        StopTexts stops = new StopTexts(List.of("END", "\n\n"));
        // Then
        assertThat(stops.add("the E")).isEqualTo("the ");
        assertThat(stops.add("N")).isEmpty();
        assertThat(stops.add("TER\n")).isEqualTo("ENTER");
        assertThat(stops.add("x")).isEqualTo("\nx");
        assertThat(stops.add("yEND and more")).isEqualTo("y");
        assertThat(stops.found()).isTrue();
        assertThat(stops.add("more")).isEmpty();
        assertThat(stops.finish()).isEmpty();
    }

    @Test
    void givesWhatWasHeldBackWhenTheAnswerEnds() {
        // Given
        StopTexts stops = new StopTexts(List.of("aab"));
        // When
        String shown = stops.add("aaa");
        // Then
        assertThat(shown).isEqualTo("a");
        assertThat(stops.finish()).isEqualTo("aa");
        assertThat(stops.found()).isFalse();
    }

    @Test
    void findsTheFirstStopInAnyCuttingOfTheText() {
        // Given
        List<String> stops = List.of("abab", "bb", "caa");
        Random random = new Random(5);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                text.append((char) ('a' + random.nextInt(3)));
            }
            // When
            StopTexts cut = new StopTexts(stops);
            StringBuilder shown = new StringBuilder();
            for (char c : text.toString().toCharArray()) {
                shown.append(cut.add(Character.toString(c)));
            }
            shown.append(cut.finish());
            // Then
            assertThat(shown.toString()).as("text %s", text).isEqualTo(plainly(text.toString(), stops));
        }
    }

    /** The twin: the text up to the stop that is complete first. */
    private static String plainly(String text, List<String> stops) {
        for (int end = 1; end <= text.length(); end++) {
            String soFar = text.substring(0, end);
            int start = -1;
            for (String stop : stops) {
                int at = soFar.indexOf(stop);
                if (at >= 0 && (start < 0 || at < start)) {
                    start = at;
                }
            }
            if (start >= 0) {
                return soFar.substring(0, start);
            }
        }
        return text;
    }
}
