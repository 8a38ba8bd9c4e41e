package io.parlance.inference.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.model.text.TokenIds;

/** Reads the bodies of {@code /tokenize}, {@code /detokenize} and {@code /apply-template}. */
public final class TokenRequestReader {
    private static final int MOST_IDS = 1_000_000;
    private final String alias;

    /** @param alias the model meant when a body names none */
    public TokenRequestReader(String alias) {
        this.alias = alias;
    }

    public Reading<TokenRequest> tokenize(JsonNode body) {
        return Reading.of(() -> {
            JsonFields fields = JsonFields.ofBody(body);
            boolean text = fields.value("prompt").isPresent();
            if (text == fields.value("messages").isPresent()) {
                throw new InvalidParameter(
                        "prompt", "Give one of 'prompt' and 'messages'.", "missing_required_parameter");
            }
            fields.refuseUnless(
                    "add_special_tokens",
                    v -> v.isBoolean() && !v.booleanValue(),
                    "nothing is put in front of a prompt or behind it; a chat template writes its own.");
            boolean withTexts = fields.flag("return_token_strs", false);
            TokenRequest request = text
                    ? new TokenRequest.OfText(model(fields), fields.requiredText("prompt"), withTexts)
                    : conversation(fields, withTexts);
            fields.refuseTheRest();
            return request;
        });
    }

    public Reading<TokenRequest.OfConversation> applyTemplate(JsonNode body) {
        return Reading.of(() -> {
            JsonFields fields = JsonFields.ofBody(body);
            TokenRequest.OfConversation request = conversation(fields, false);
            fields.refuseTheRest();
            return request;
        });
    }

    public Reading<TokenRequest.OfIds> detokenize(JsonNode body) {
        return Reading.of(() -> {
            JsonFields fields = JsonFields.ofBody(body);
            JsonNode tokens = fields.required("tokens");
            if (!tokens.isArray() || tokens.size() > MOST_IDS) {
                throw JsonFields.invalidType("tokens", tokens, "a list of at most %d token ids".formatted(MOST_IDS));
            }
            int[] ids = new int[tokens.size()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = JsonFields.whole("tokens[%d]".formatted(i), tokens.get(i), 0, Integer.MAX_VALUE);
            }
            String model = model(fields);
            fields.refuseTheRest();
            return new TokenRequest.OfIds(model, TokenIds.of(ids));
        });
    }

    private TokenRequest.OfConversation conversation(JsonFields fields, boolean withTexts) {
        return new TokenRequest.OfConversation(
                model(fields),
                MessagesReader.read("messages", fields.required("messages")),
                fields.flag("add_generation_prompt", true),
                withTexts);
    }

    private String model(JsonFields fields) {
        return fields.text("model").orElse(alias);
    }
}
