package io.parlance.preprocess.dataset.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Turn;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Examples as lines of a file that OpenAI's fine-tuning, and ours, can read. The same example gives the same bytes. */
public enum ExportLines {
    /** {@code {"messages": [...], "tools": [...]}}; of a preference pair the preferred answer. */
    OPENAI_CHAT {
        @Override
        Optional<Map<String, Object>> object(ExamplePrepared example) {
            return Optional.of(withTools("messages", example.messages(), example));
        }
    },
    /** {@code {"input": ..., "preferred_output": [...], "non_preferred_output": [...]}}; only preference pairs. */
    OPENAI_PREFERENCE {
        @Override
        Optional<Map<String, Object>> object(ExamplePrepared example) {
            if (example.nonPreferred() == null) {
                return Optional.empty();
            }
            List<Turn> turns = example.messages();
            int answer = turns.size();
            while (answer > 0 && ANSWERING.contains(turns.get(answer - 1).role())) {
                answer--;
            }
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("input", withTools("messages", turns.subList(0, answer), example));
            line.put("preferred_output", turns.subList(answer, turns.size()));
            line.put("non_preferred_output", example.nonPreferred().messages());
            return Optional.of(line);
        }
    };

    private static final List<String> ANSWERING = List.of("assistant", "tool");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    abstract Optional<Map<String, Object>> object(ExamplePrepared example);

    /** The line with its end, or nothing when this form cannot say it. */
    public Optional<byte[]> line(ExamplePrepared example) {
        return object(example).map(ExportLines::bytes);
    }

    private static byte[] bytes(Map<String, Object> line) {
        try {
            return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("an example cannot be written as JSON", e);
        }
    }

    private static Map<String, Object> withTools(String name, List<Turn> turns, ExamplePrepared example) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(name, turns);
        if (!example.tools().isEmpty()) {
            object.put("tools", example.tools());
        }
        return object;
    }
}
