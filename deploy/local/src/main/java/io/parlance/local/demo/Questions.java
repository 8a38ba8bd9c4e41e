package io.parlance.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Split;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Turn;
import io.parlance.local.demo.ChatClient.Message;
import io.parlance.local.topics.TopicReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What both models are asked. */
final class Questions {
    private static final int HOW_MANY = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Questions() {}

    /**
     * A question.
     *
     * @param messages what is sent
     * @param expected what a good answer holds, in words; may be empty
     */
    record Question(List<Message> messages, String expected) {
        Question {
            messages = List.copyOf(messages);
        }

        String asked() {
            return messages.getLast().content();
        }
    }

    /** Those written for the sample house. */
    static List<Question> ofTheSampleHouse() throws IOException {
        var questions = new ArrayList<Question>();
        try (InputStream in = Questions.class.getResourceAsStream("/samples/questions.json")) {
            for (JsonNode node : JSON.readTree(in)) {
                var facts = new ArrayList<String>();
                node.path("facts").forEach(fact -> facts.add(fact.asText()));
                questions.add(new Question(
                        List.of(new Message("user", node.get("question").asText())),
                        facts.isEmpty() ? "" : "to be found: " + String.join("; ", facts)));
            }
        }
        return questions;
    }

    /**
     * The openings of three conversations that were held out for the test.
     *
     * @param preferred ids of the conversations just sent; when none of them was held out, others are taken
     */
    static List<Question> heldOut(String bootstrapServers, Set<String> preferred) {
        var ours = new ArrayList<Question>();
        var others = new ArrayList<Question>();
        try (var reader = new TopicReader(bootstrapServers, List.of(Topics.EXAMPLES_PREPARED))) {
            reader.readToEnd(found -> {
                var example = TopicReader.event(found, ExamplePrepared.class);
                if (example.split() != Split.TEST) return;
                opening(example.messages())
                        .ifPresent(question ->
                                (preferred.contains(example.conversationId()) ? ours : others).add(question));
            });
        }
        ours.addAll(others);
        return ours.stream().limit(HOW_MANY).toList();
    }

    /** Everything before the first answer, and that answer. */
    private static Optional<Question> opening(List<Turn> turns) {
        var messages = new ArrayList<Message>();
        for (Turn turn : turns) {
            if (turn.role().equals("assistant")) {
                return messages.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Question(messages, "in the conversation itself: " + turn.content()));
            }
            messages.add(new Message(turn.role(), turn.content()));
        }
        return Optional.empty();
    }
}
