package io.parlance.preprocess.dataset.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassageFileTest {
    private final List<Passage> found = new ArrayList<>();

    @Test
    void readsConversationsLineByLineAndNamesWhatItCannotRead() throws IOException {
        // When
        PassageFile.Unread unread = read("""
                {"id":"c-1","messages":[{"role":"user","content":"When?"},{"role":"assistant","content":"At nine."}]}

                {"messages":[{"role":"user"
                {"messages":[{"role":"user","content":[{"type":"text","text":"Where?"}]}]}
                {"metadata":{"channel":"web"}}
                """);
        // Then
        assertThat(found)
                .containsExactly(
                        new Passage(
                                "c-1",
                                1L,
                                List.of("user", "When?", "assistant", "At nine."),
                                "When?\nAt nine.",
                                "When?\nAt nine."),
                        new Passage(null, 4L, List.of("user", "Where?"), "Where?", "Where?"));
        assertThat(unread).isEqualTo(new PassageFile.Unread(2, List.of(3L, 5L)));
    }

    @Test
    void readsAnyOtherObjectAsTheTextsInIt() throws IOException {
        // When
        read(
                "{\"instruction\":\"Translate\",\"input\":\"cat\",\"output\":\"gato\",\"id\":\"7\"}\n"
                        + "{\"conversations\":[{\"from\":\"human\",\"value\":\"Hi\"},{\"from\":\"gpt\",\"value\":\"Hello\"}]}\n");
        // Then
        assertThat(found).extracting(Passage::words).containsExactly("Translate\ncat\ngato", "Hi\nHello");
        assertThat(found.getFirst().id()).isEqualTo("7");
    }

    @Test
    void keepsInstructionsOutOfWhatNearDuplicatesAreJudgedBy() throws IOException {
        // When
        read("""
                {"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"When?"}]}
                {"conversations":[{"from":"system","value":"Be brief."},{"from":"human","value":"Where?"}]}
                {"messages":[{"role":"developer","content":"Be brief."}]}
                """);
        // Then
        assertThat(found)
                .extracting(Passage::words)
                .containsExactly("Be brief.\nWhen?", "Be brief.\nWhere?", "Be brief.");
        assertThat(found).extracting(Passage::dialogue).containsExactly("When?", "Where?", "Be brief.");
    }

    @Test
    void readsTheElementsOfAnArray() throws IOException {
        // When
        read("\uFEFF [{\"text\":\"one\"},\n{\"text\":\"two\"}]");
        // Then
        assertThat(found)
                .containsExactly(
                        new Passage(null, 1L, List.of("one"), "one", "one"),
                        new Passage(null, 2L, List.of("two"), "two", "two"));
    }

    @Test
    void readsPlainTextLineByLine() throws IOException {
        // When
        read("first line\r\n\n  third line\n");
        // Then
        assertThat(found).extracting(Passage::line).containsExactly(1L, 3L);
        assertThat(found.getFirst().words()).isEqualTo("first line");
    }

    @Test
    void refusesWhatIsPackedOrNoText() {
        assertThatThrownBy(() -> read(new byte[] {0x1f, (byte) 0x8b, 8, 0}))
                .isInstanceOf(PassageFile.NotText.class)
                .hasMessageContaining("unpack");
        assertThatThrownBy(() -> read("PAR1....".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(PassageFile.NotText.class)
                .hasMessageContaining("Parquet");
        assertThatThrownBy(() -> read(new byte[] {'a', '\n', (byte) 0xff, '\n'}))
                .isInstanceOf(PassageFile.NotText.class)
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> read("[{\"text\":\"one\"},".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(PassageFile.NotText.class)
                .hasMessageContaining("element 1");
    }

    private PassageFile.Unread read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private PassageFile.Unread read(byte[] bytes) throws IOException {
        return PassageFile.read(new ByteArrayInputStream(bytes), found::add);
    }
}
