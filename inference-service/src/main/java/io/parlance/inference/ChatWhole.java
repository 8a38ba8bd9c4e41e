package io.parlance.inference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parlance.inference.answer.AnswerSink;
import io.parlance.inference.answer.Ending;
import io.parlance.inference.answer.Piece;
import io.parlance.inference.request.Refusal;
import io.parlance.model.onnx.GeneratedToken;
import java.util.ArrayList;
import java.util.List;

/** Collects the answers and sends them when the last has ended. */
final class ChatWhole implements AnswerSink {
    private static final class Choice {
        final StringBuilder text = new StringBuilder();
        final List<GeneratedToken> tokens = new ArrayList<>();
        String finishReason;
    }

    private final Exchange exchange;
    private final ChatJson json;
    private final int promptTokens;
    private final boolean withLogprobs;
    private final List<Choice> choices = new ArrayList<>();
    private int open;
    private int completionTokens;
    private boolean broken;

    ChatWhole(Exchange exchange, ChatJson json, int promptTokens, int choices, boolean withLogprobs) {
        this.exchange = exchange;
        this.json = json;
        this.promptTokens = promptTokens;
        this.withLogprobs = withLogprobs;
        this.open = choices;
        for (int i = 0; i < choices; i++) {
            this.choices.add(new Choice());
        }
    }

    @Override
    public void piece(int choice, Piece piece) {
        choices.get(choice).text.append(piece.text());
        choices.get(choice).tokens.addAll(piece.tokens());
    }

    @Override
    public void ended(int choice, Ending ending, int tokens) {
        completionTokens += tokens;
        open--;
        switch (ending) {
            case Ending.Stopped _ -> choices.get(choice).finishReason = "stop";
            case Ending.LengthReached _ -> choices.get(choice).finishReason = "length";
            case Ending.Cancelled _ -> refuse(Refusal.notReady(ChatDoor.STOPPING));
            case Ending.Failed failed -> refuse(Refusal.failed(ChatDoor.failure(failed)));
        }
        if (open == 0 && !broken) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < choices.size(); i++) {
                Choice each = choices.get(i);
                list.add(json.choice(i, each.text.toString(), each.tokens, withLogprobs, each.finishReason));
            }
            exchange.reply(200, json.completion(list, ChatJson.usage(promptTokens, completionTokens)));
        }
    }

    private void refuse(Refusal refusal) {
        if (!broken) {
            broken = true;
            exchange.refuse(refusal);
        }
    }
}
