package io.parlance.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.inference.request.JsonBody;
import io.parlance.inference.request.Reading;
import io.parlance.inference.request.Refusal;
import io.parlance.inference.request.TokenRequest;
import io.parlance.inference.request.TokenRequestReader;
import io.parlance.inference.serving.Found;
import io.parlance.inference.serving.ModelShelf;
import io.parlance.inference.serving.ServedModel;
import io.parlance.model.text.ChatTemplateException;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import java.util.function.Function;

/** {@code /tokenize}, {@code /detokenize}, {@code /apply-template}, {@code /tokenizer_info}: as evaluation tools ask. */
final class TokensDoor {
    private final ModelShelf shelf;
    private final TokenRequestReader reader;
    private final String alias;

    TokensDoor(ModelShelf shelf, TokenRequestReader reader, String alias) {
        this.shelf = shelf;
        this.reader = reader;
        this.alias = alias;
    }

    void tokenize(Exchange exchange) {
        answer(exchange, reader::tokenize, (model, request) -> switch (request) {
            case TokenRequest.OfText text ->
                tokens(
                        model,
                        model.tokenizer().encodeWithSpecialTokens(text.prompt()).ids(),
                        text.withTexts());
            case TokenRequest.OfConversation conversation ->
                tokens(model, conversationIds(model, conversation), conversation.withTexts());
            case TokenRequest.OfIds ids -> tokens(model, ids.ids(), false);
        });
    }

    private static TokenIds conversationIds(ServedModel model, TokenRequest.OfConversation conversation) {
        return conversation.opened()
                ? model.chatFormat().prompt(conversation.messages())
                : model.chatFormat().example(conversation.messages()).ids();
    }

    void detokenize(Exchange exchange) {
        answer(exchange, reader::detokenize, (model, request) -> JsonNodeFactory.instance
                .objectNode()
                .put("prompt", model.tokenizer().decode(request.ids())));
    }

    void applyTemplate(Exchange exchange) {
        answer(exchange, reader::applyTemplate, (model, request) -> JsonNodeFactory.instance
                .objectNode()
                .put("prompt", model.chatFormat().render(request.messages(), request.opened())));
    }

    void info(Exchange exchange) {
        withModel(exchange, alias, model -> JsonNodeFactory.instance
                .objectNode()
                .put("model", model.id())
                .put("tokenizer_class", "ByteLevelBPE")
                .put("vocab_size", model.tokenizer().vocabularySize())
                .put("max_model_len", model.contextTokens())
                .put("tokenizer_sha256", model.tokenizer().sha256())
                .put("chat_template_sha256", model.chatFormat().templateSha256()));
    }

    private <T extends TokenRequest> void answer(
            Exchange exchange, Function<JsonNode, Reading<T>> reading, BiFunction<ServedModel, T, JsonNode> answer) {
        switch (JsonBody.parse(exchange.body())) {
            case Reading.Refused<JsonNode> malformed -> exchange.refuse(malformed.refusal());
            case Reading.Understood<JsonNode> json -> {
                switch (reading.apply(json.request())) {
                    case Reading.Refused<T> invalid -> exchange.refuse(invalid.refusal());
                    case Reading.Understood<T> understood ->
                        withModel(
                                exchange,
                                understood.request().model(),
                                model -> answer.apply(model, understood.request()));
                }
            }
        }
    }

    private void withModel(Exchange exchange, String name, Function<ServedModel, JsonNode> answer) {
        switch (shelf.find(name).join()) {
            case Found.Unknown unknown -> exchange.refuse(Refusal.unknownModel(name, unknown.known()));
            case Found.NotReady notReady -> exchange.refuse(Refusal.notReady(notReady.why()));
            case Found.Ready ready -> {
                try {
                    exchange.reply(200, answer.apply(ready.model()));
                } catch (ChatTemplateException refused) {
                    exchange.refuse(Refusal.invalid(refused.getMessage(), "messages", "invalid_value"));
                }
            }
        }
    }

    private static ObjectNode tokens(ServedModel model, TokenIds ids, boolean withTexts) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("count", ids.size())
                .put("max_model_len", model.contextTokens());
        ArrayNode list = json.putArray("tokens");
        for (int i = 0; i < ids.size(); i++) {
            list.add(ids.get(i));
        }
        if (withTexts) {
            Tokenizer tokenizer = model.tokenizer();
            ArrayNode texts = json.putArray("token_strs");
            for (int i = 0; i < ids.size(); i++) {
                texts.add(new String(tokenizer.bytes(ids.get(i)), StandardCharsets.UTF_8));
            }
        }
        return json;
    }
}
