package io.parlance.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.inference.answer.AnswerSink;
import io.parlance.inference.answer.Ending;
import io.parlance.inference.answer.Piece;
import io.parlance.inference.request.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/**
 * Sends the answers as server-sent events while they grow. What a slow reader has not taken yet waits in memory; the
 * model's context bounds it.
 */
final class ChatStream implements AnswerSink {
    private final HttpServerResponse response;
    private final ChatJson json;
    private final int promptTokens;
    private final boolean includeUsage;
    private int open;
    private int completionTokens;

    ChatStream(Exchange exchange, ChatJson json, int promptTokens, int choices, boolean includeUsage) {
        this.response = exchange.response();
        this.json = json;
        this.promptTokens = promptTokens;
        this.open = choices;
        this.includeUsage = includeUsage;
    }

    /** The head, and who speaks in each choice. */
    void begin() {
        response.setChunked(true)
                .setStatusCode(200)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("x-accel-buffering", "no");
        for (int choice = 0; choice < open; choice++) {
            ObjectNode delta =
                    delta().put("role", "assistant").put("content", "").putNull("refusal");
            send(json.chunk(choice, delta, List.of(), null));
        }
    }

    @Override
    public void piece(int choice, Piece piece) {
        send(json.chunk(choice, delta().put("content", piece.text()), piece.tokens(), null));
    }

    @Override
    public void ended(int choice, Ending ending, int tokens) {
        completionTokens += tokens;
        open--;
        switch (ending) {
            case Ending.Stopped _ -> send(json.chunk(choice, delta(), List.of(), "stop"));
            case Ending.LengthReached _ -> send(json.chunk(choice, delta(), List.of(), "length"));
            case Ending.Cancelled _ -> breakOff(Refusal.notReady(ChatDoor.STOPPING));
            case Ending.Failed failed -> breakOff(Refusal.failed(ChatDoor.failure(failed)));
        }
        if (open == 0 && !response.ended()) {
            if (includeUsage) {
                write(json.usageChunk(ChatJson.usage(promptTokens, completionTokens))
                        .toString());
            }
            write("[DONE]");
            response.end();
        }
    }

    /** A stream without {@code [DONE]} is one that broke. */
    private void breakOff(Refusal refusal) {
        if (!response.ended()) {
            JsonNode error = Exchange.json(refusal.body());
            write(error.toString());
            response.end();
        }
    }

    private void send(ObjectNode chunk) {
        if (includeUsage) {
            chunk.putNull("usage");
        }
        write(chunk.toString());
    }

    private void write(String data) {
        if (!response.ended() && !response.closed()) {
            response.write("data: " + data + "\n\n");
        }
    }

    private static ObjectNode delta() {
        return JsonNodeFactory.instance.objectNode();
    }
}
