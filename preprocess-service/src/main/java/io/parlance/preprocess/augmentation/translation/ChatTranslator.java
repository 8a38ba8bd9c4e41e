package io.parlance.preprocess.augmentation.translation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.preprocess.Excerpt;
import io.parlance.preprocess.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A model behind an OpenAI-compatible endpoint, asked at temperature 0 with the prompt {@code translation-prompt.txt}. */
public final class ChatTranslator implements Translator {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROMPT = "translation-prompt.txt";
    private static final int EXCERPT = 200;

    private final ChatEndpoint endpoint;
    private final String model;
    private final String prompt;

    public ChatTranslator(ChatEndpoint endpoint, String model) {
        this.endpoint = endpoint;
        this.model = model;
        this.prompt = prompt();
    }

    @Override
    public String name() {
        return "openai %s prompt=%s".formatted(model, Sha256.of(prompt).hex().substring(0, 8));
    }

    @Override
    public Translation translate(String text, Language from, Language to) {
        ObjectNode request = JSON.createObjectNode().put("model", model).put("temperature", 0);
        request.putArray("messages")
                .addObject()
                .put("role", "system")
                .put("content", prompt.replace("{from}", from.name()).replace("{to}", to.name()));
        request.withArray("messages").addObject().put("role", "user").put("content", text);
        return switch (endpoint.post(request.toString())) {
            case ChatEndpoint.Answer.Refused r -> new Translation.Refused(r.why());
            case ChatEndpoint.Answer.Given g -> translation(g.body());
        };
    }

    private static Translation translation(String body) {
        JsonNode choice;
        try {
            choice = JSON.readTree(body).path("choices").path(0);
        } catch (JsonProcessingException e) {
            return new Translation.Refused("the endpoint's answer is no JSON: " + Excerpt.of(body, EXCERPT));
        }
        String finish = choice.path("finish_reason").asText("stop");
        if (!finish.equals("stop")) {
            return new Translation.Refused("the model stopped for the reason " + Excerpt.of(finish, EXCERPT));
        }
        String text = choice.path("message").path("content").asText("").strip();
        return text.isEmpty()
                ? new Translation.Refused(
                        "the endpoint's answer has no choices[0].message.content: " + Excerpt.of(body, EXCERPT))
                : new Translation.Translated(text);
    }

    private static String prompt() {
        try (InputStream resource = ChatTranslator.class.getResourceAsStream(PROMPT)) {
            if (resource == null) {
                throw new IllegalStateException(
                        "class path resource %s is missing; rebuild the service".formatted(PROMPT));
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
