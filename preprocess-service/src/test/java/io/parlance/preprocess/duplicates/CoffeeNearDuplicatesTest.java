package io.parlance.preprocess.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.recipe.DuplicateRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Against the exact answer of an outside implementation for 2,000 real conversations, which are no part of the product:
 * -Dparlance.coffee names them.
 */
@Tag("drill")
class CoffeeNearDuplicatesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DuplicateRules RULES = new DuplicateRules(
            false, Optional.of(new DuplicateRules.Near(0.7, 3, false, DuplicateRules.Action.DROP)), Optional.empty());

    @Test
    void findsEveryPairAndNoOtherWithTheSameFigure() throws IOException {
        // Given
        String file = System.getProperty("parlance.coffee");
        assertThat(file)
                .as("-Dparlance.coffee, the file of the coffee conversations")
                .isNotNull();
        // When
        TreeMap<String, String> pairs = pairs(Files.readAllLines(Path.of(file)));
        // Then
        assertThat(pairs).hasSize(32).containsExactlyEntriesOf(reference());
    }

    private static TreeMap<String, String> pairs(List<String> lines) throws IOException {
        DuplicateIndex index = new DuplicateIndex(RULES);
        Map<String, DuplicateIndex.Facts> facts = new HashMap<>();
        TreeMap<String, String> pairs = new TreeMap<>();
        int ordinal = 0;
        for (String line : lines) {
            ConversationSubmitted conversation = conversation(line);
            Fingerprint fingerprint = Fingerprint.of(conversation, RULES);
            DuplicateIndex.Facts its = new DuplicateIndex.Facts(fingerprint.text(), fingerprint.shingles(), null);
            index.of(its, facts::get)
                    .forEach(twin -> pairs.put(
                            twin.conversationId() + " " + conversation.id(),
                            String.format(java.util.Locale.ROOT, "%.5f", twin.similarity())));
            index.add(ordinal++, conversation.id(), its);
            facts.put(conversation.id(), its);
        }
        return pairs;
    }

    private static TreeMap<String, String> reference() throws IOException {
        TreeMap<String, String> pairs = new TreeMap<>();
        for (JsonNode pair :
                JSON.readTree(resource("/duplicates/near_duplicates.json")).get("pairs")) {
            pairs.put(
                    pair.get(0).asText() + " " + pair.get(1).asText(),
                    String.format(java.util.Locale.ROOT, "%.5f", pair.get(2).asDouble()));
        }
        return pairs;
    }

    private static ConversationSubmitted conversation(String line) throws IOException {
        JsonNode json = JSON.readTree(line);
        List<Turn> turns = new ArrayList<>();
        json.get("messages")
                .forEach(message -> turns.add(new Turn(
                        message.get("role").asText(), message.get("content").asText())));
        return new ConversationSubmitted(json.get("id").asText(), "live", turns, Map.of());
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = CoffeeNearDuplicatesTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
