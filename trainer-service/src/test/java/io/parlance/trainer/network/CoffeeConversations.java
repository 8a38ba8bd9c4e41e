package io.parlance.trainer.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.model.artifact.ModelJson;
import io.parlance.model.text.ChatFormat;
import io.parlance.model.text.ChatMessage;
import io.parlance.model.text.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Conversations of a JSON lines file, as training examples by id. */
record CoffeeConversations(SequencedMap<String, TokenSequence> examples) {

    static CoffeeConversations read(Path file, ChatFormat format) throws IOException {
        SequencedMap<String, TokenSequence> examples = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode conversation = ModelJson.parse(file.toString(), line);
            List<ChatMessage> messages = new ArrayList<>();
            for (JsonNode message : conversation.get("messages")) {
                messages.add(new ChatMessage(
                        message.get("role").asText(), message.get("content").asText()));
            }
            examples.put(conversation.get("id").asText(), format.example(messages));
        }
        return new CoffeeConversations(examples);
    }

    /** @param ids an array of texts */
    List<TokenSequence> of(JsonNode ids) {
        List<TokenSequence> chosen = new ArrayList<>();
        for (JsonNode id : ids) {
            TokenSequence example = examples.get(id.asText());
            if (example == null) {
                throw new IllegalArgumentException("no conversation has id " + id);
            }
            chosen.add(example);
        }
        return chosen;
    }
}
