package io.parlance.preprocess.augmentation.translation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.CheckedConversation;
import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.preprocess.augmentation.Attempt;
import io.parlance.preprocess.augmentation.Augmenter;
import io.parlance.preprocess.augmentation.QualityGate;
import io.parlance.preprocess.augmentation.RewordedTurn;
import io.parlance.preprocess.augmentation.Speakers;
import io.parlance.preprocess.augmentation.Verdict;
import io.parlance.preprocess.embedding.MiniLm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The Apertium that is installed; fails where none is. The measurement reads a file of conversations, one per line, named
 * by {@code -Dparlance.conversations=<file>}; prints what it found.
 */
@Tag("drill")
class ApertiumDrill {
    private static final Language ENGLISH = new Language("eng");
    private static final Language SPANISH = new Language("spa");

    @Test
    void translatesThereAndBack() {
        try (Translator apertium = apertium()) {
            // When
            Translation there =
                    apertium.translate("The big house is white.\nCall 12 of [NAME] / {x} at A7.", ENGLISH, SPANISH);
            // Then
            assertThat(there)
                    .isEqualTo(
                            new Translation.Translated("La casa grande es blanca.\nLlamada 12 de [NAME] / {x} en A7."));
            assertThat(apertium.translate("La casa grande es blanca", SPANISH, ENGLISH))
                    .isEqualTo(new Translation.Translated("The big house is white"));
        }
    }

    @Test
    void leavesUnknownWordsUnmarked() {
        try (Translator apertium = apertium()) {
            // When
            Translation there = apertium.translate("My blorptastic frobnicator", ENGLISH, SPANISH);
            // Then
            assertThat(((Translation.Translated) there).text())
                    .contains("blorptastic", "frobnicator")
                    .doesNotContain("*", "@", "#");
        }
    }

    @Test
    void measuresAHundredConversations() throws IOException {
        // Given
        List<ConversationSubmitted> conversations = conversations();
        try (MiniLm miniLm = MiniLm.open();
                BackTranslation method = new BackTranslation(apertium(), ENGLISH, SPANISH)) {
            Augmenter augmenter = new Augmenter(new QualityGate(miniLm, 0.7), Speakers.USER, 1);
            augmenter.attempt(method, "warm", conversations.getFirst().messages());
            // When
            List<Attempt> attempts = new ArrayList<>();
            long start = System.nanoTime();
            for (ConversationSubmitted conversation : conversations) {
                attempts.add(augmenter.attempt(method, conversation.key(), conversation.messages()));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            // Then
            print(attempts, seconds);
            assertThat(attempts).noneMatch(a -> a.verdict() instanceof Verdict.Failed);
        }
    }

    private static void print(List<Attempt> attempts, double seconds) {
        Map<String, Integer> verdicts = new TreeMap<>();
        for (Attempt attempt : attempts) {
            verdicts.merge(attempt.verdict().getClass().getSimpleName(), 1, Integer::sum);
        }
        double passing = attempts.stream()
                .filter(a -> a.verdict() instanceof Verdict.Passes)
                .mapToDouble(a -> ((Verdict.Passes) a.verdict()).similarity())
                .average()
                .orElse(0);
        double turns = attempts.stream()
                .flatMap(a -> a.turns().stream())
                .mapToDouble(RewordedTurn::similarity)
                .average()
                .orElse(0);
        System.out.printf(
                Locale.ROOT,
                "conversations=%d msEach=%.1f verdicts=%s meanSimilarityOfPassing=%.3f meanSimilarityOfTurns=%.3f%n",
                attempts.size(),
                seconds * 1000 / attempts.size(),
                verdicts,
                passing,
                turns);
        attempts.stream().limit(20).forEach(attempt -> {
            System.out.println(attempt.verdict());
            attempt.turns().forEach(t -> System.out.println("  " + t));
        });
    }

    private static Translator apertium() {
        return new Apertium(Optional.empty(), Optional.empty(), System.getenv("PATH"))
                .translator(Duration.ofSeconds(20));
    }

    private static List<ConversationSubmitted> conversations() throws IOException {
        String file = System.getProperty("parlance.conversations");
        assertThat(file)
                .as("-Dparlance.conversations=<a file of conversations, one per line>")
                .isNotNull();
        ObjectMapper json = new ObjectMapper();
        List<ConversationSubmitted> conversations = new ArrayList<>();
        try (var lines = Files.lines(Path.of(file))) {
            for (String line : lines.limit(100).toList()) {
                CheckedConversation checked = ConversationRules.check(json.readValue(line, Object.class));
                conversations.add(((CheckedConversation.Accepted) checked).conversation());
            }
        }
        return conversations;
    }
}
