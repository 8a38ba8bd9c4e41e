package io.parlance.inference.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.model.TinyModel;
import io.parlance.model.onnx.GeneratedToken;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.Tokenizer;
import io.parlance.model.text.Tokenizers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerTextTest {
    @TempDir
    static Path folder;

    private static Tokenizer tokenizer;

    @BeforeAll
    static void openTokenizer() {
        tokenizer = Tokenizers.fromTokenizerJson(TinyModel.write(folder, 1).resolve("tokenizer.json"));
    }

    private static List<Piece> pieces(AnswerText text, TokenIds ids) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            pieces.add(text.add(token(ids.get(i))));
        }
        return pieces;
    }

    private static GeneratedToken token(int id) {
        return new GeneratedToken(id, Optional.of(new GeneratedToken.Logprobs(-1, List.of())));
    }

    private static String joined(List<Piece> pieces) {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text()));
        return text.toString();
    }

    @Test
    void showsNoHalfCharacter() {
        // Given an emoji, which is four tokens of a byte each
        AnswerText text = new AnswerText(tokenizer, List.of(), 0);
        // When
        List<Piece> pieces = pieces(text, tokenizer.encode("\uD83D\uDE00").ids());
        // Then
        assertThat(pieces).extracting(Piece::text).containsExactly("", "", "", "\uD83D\uDE00");
        assertThat(pieces.getLast().tokens()).hasSize(4);
    }

    @Test
    void endsAnIncompleteCharacterWithTheReplacementCharacter() {
        // Given
        AnswerText text = new AnswerText(tokenizer, List.of(), 0);
        pieces(text, tokenizer.encode("\uD83D\uDE00").ids().slice(0, 2));
        // When
        Piece rest = text.finish();
        // Then
        assertThat(rest.text()).isEqualTo("\uFFFD");
        assertThat(rest.tokens()).hasSize(2);
    }

    @Test
    void givesSpecialTokensNoText() {
        // Given
        AnswerText text = new AnswerText(tokenizer, List.of(), 0);
        // When
        List<Piece> pieces = pieces(text, TokenIds.of(TinyModel.IM_START));
        // Then
        assertThat(joined(pieces)).isEmpty();
        assertThat(text.finish().tokens()).hasSize(1);
    }

    @Test
    void cutsAStopTextAcrossTokensAndTheLogprobsWithIt() {
        // Given
        AnswerText text = new AnswerText(tokenizer, List.of("b1"), 0);
        TokenIds ids = tokenizer.encode("ab12").ids();
        // When
        List<Piece> pieces = pieces(text, ids);
        // Then
        assertThat(ids.size()).isEqualTo(4);
        assertThat(joined(pieces)).isEqualTo("a");
        assertThat(text.stopped()).isTrue();
        assertThat(pieces.stream().mapToInt(piece -> piece.tokens().size()).sum())
                .isEqualTo(1);
    }

    @Test
    void letsStopTextsPassUntilTheLeastNumberOfTokens() {
        // Given
        AnswerText text = new AnswerText(tokenizer, List.of("1"), 2);
        // When
        List<Piece> pieces = pieces(text, tokenizer.encode("1122").ids());
        Piece rest = text.finish();
        // Then
        assertThat(joined(pieces) + rest.text()).isEqualTo("1122");
        assertThat(text.stopped()).isFalse();
    }
}
