package io.parlance.inference;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.inference.answer.AnswerRun;
import io.parlance.inference.answer.AnswerSink;
import io.parlance.inference.answer.Ending;
import io.parlance.inference.request.ChatRequest;
import io.parlance.inference.request.ChatRequest.Delivery;
import io.parlance.inference.request.ChatRequestReader;
import io.parlance.inference.request.JsonBody;
import io.parlance.inference.request.PromptFit;
import io.parlance.inference.request.Reading;
import io.parlance.inference.request.Refusal;
import io.parlance.inference.serving.Found;
import io.parlance.inference.serving.ModelShelf;
import io.parlance.inference.serving.ServedModel;
import io.parlance.model.text.ChatTemplateException;
import io.parlance.model.text.TokenIds;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** {@code POST /v1/chat/completions}. */
final class ChatDoor {
    static final String STOPPING = "The service is stopping; try again.";
    private static final Logger LOG = Logger.getLogger(ChatDoor.class);

    /** A swap takes a request at most to the next model; more in a row is a fault. */
    private static final int MOST_SWAPS = 5;

    private final ModelShelf shelf;
    private final ChatRequestReader reader;
    private final ServingMetrics metrics;
    private final ServedAnswers answers;
    private final InstantSource clock;

    ChatDoor(
            ModelShelf shelf,
            ChatRequestReader reader,
            ServingMetrics metrics,
            ServedAnswers answers,
            InstantSource clock) {
        this.shelf = shelf;
        this.reader = reader;
        this.metrics = metrics;
        this.answers = answers;
        this.clock = clock;
    }

    /** What a client may know of a failure; the log has the rest. */
    static String failure(Ending.Failed failed) {
        LOG.errorf("chat answer failed cause=\"%s\"", failed.message());
        return "The answer could not be computed: %s".formatted(failed.message());
    }

    /** Runs on a virtual thread: reading, templating and tokenizing take time. */
    void answer(Exchange exchange) {
        switch (JsonBody.parse(exchange.body())) {
            case Reading.Refused<JsonNode> malformed -> exchange.refuse(malformed.refusal());
            case Reading.Understood<JsonNode> json -> {
                switch (reader.read(json.request())) {
                    case Reading.Refused<ChatRequest> invalid -> exchange.refuse(invalid.refusal());
                    case Reading.Understood<ChatRequest> understood -> answer(exchange, understood.request(), 0);
                }
            }
        }
    }

    private void answer(Exchange exchange, ChatRequest request, int swaps) {
        switch (shelf.find(request.model()).join()) {
            case Found.Unknown unknown -> exchange.refuse(Refusal.unknownModel(request.model(), unknown.known()));
            case Found.NotReady notReady -> exchange.refuse(Refusal.notReady(notReady.why()));
            case Found.Ready ready -> {
                ServedModel model = ready.model();
                switch (prompt(request, model)) {
                    case Reading.Refused<TokenIds> misfit -> exchange.refuse(misfit.refusal());
                    case Reading.Understood<TokenIds> fit ->
                        exchange.serial().execute(() -> begin(exchange, request, model, fit.request(), swaps));
                }
            }
        }
    }

    private static Reading<TokenIds> prompt(ChatRequest request, ServedModel model) {
        try {
            return new PromptFit(model.contextTokens(), model.vocabularySize(), model.longestTokenBytes())
                    .prompt(request, model.chatFormat());
        } catch (ChatTemplateException refused) {
            return new Reading.Refused<>(Refusal.invalid(
                    "The model's chat template refuses the messages: %s".formatted(refused.getMessage()),
                    "messages",
                    "invalid_value"));
        }
    }

    private void begin(Exchange exchange, ChatRequest request, ServedModel model, TokenIds prompt, int swaps) {
        if (exchange.response().closed()) {
            metrics.clientGone();
            return;
        }
        Instant created = clock.instant();
        ChatJson json = new ChatJson(model, created);
        AnswerSink sink =
                switch (request.delivery()) {
                    case Delivery.Whole _ ->
                        new ChatWhole(
                                exchange,
                                json,
                                prompt.size(),
                                request.choices(),
                                request.topLogprobs().isPresent());
                    case Delivery.Streamed streamed ->
                        new ChatStream(exchange, json, prompt.size(), request.choices(), streamed.includeUsage());
                };
        AnswerSink kept = request.keeping().isPresent()
                ? new KeptAnswer(sink, answers::keep, request, json.id(), model.id(), created)
                : sink;
        AnswerSink metered = metrics.meter(kept, model, prompt.size(), request.choices());
        switch (AnswerRun.start(model, request, prompt, metered, exchange.serial())) {
            case AnswerRun.Started.Running running -> {
                exchange.response().closeHandler(_ -> abandon(exchange, running.run()));
                if (sink instanceof ChatStream stream) {
                    stream.begin();
                }
            }
            case AnswerRun.Started.QueueFull full -> {
                metrics.refused();
                exchange.refuse(Refusal.queueFull(full.capacity()));
            }
            case AnswerRun.Started.ContextExceeded exceeded ->
                exchange.refuse(Refusal.contextExceeded(exceeded.message()));
            case AnswerRun.Started.Replaced _ -> {
                if (swaps < MOST_SWAPS) {
                    Thread.ofVirtual().start(() -> answer(exchange, request, swaps + 1));
                } else {
                    exchange.refuse(Refusal.notReady(STOPPING));
                }
            }
        }
    }

    private void abandon(Exchange exchange, AnswerRun run) {
        if (!exchange.response().ended()) {
            run.cancel();
            metrics.clientGone();
        }
    }
}
