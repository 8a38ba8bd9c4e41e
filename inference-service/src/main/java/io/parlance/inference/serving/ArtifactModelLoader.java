package io.parlance.inference.serving;

import io.parlance.contracts.ArtifactRef;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.model.artifact.ModelFolder;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.store.ArtifactStore;
import io.parlance.model.artifact.store.OpenedModel;
import io.parlance.model.artifact.store.StoredModel;
import io.parlance.model.onnx.ContinuousBatching;
import io.parlance.model.onnx.Decoder;
import io.parlance.model.onnx.DecoderOptions;
import io.parlance.model.onnx.EngineOptions;
import io.parlance.model.onnx.Finish;
import io.parlance.model.onnx.GeneratedToken;
import io.parlance.model.onnx.GenerationEngine;
import io.parlance.model.onnx.GenerationListener;
import io.parlance.model.onnx.GenerationRequest;
import io.parlance.model.onnx.OnnxDecoder;
import io.parlance.model.onnx.SamplingParameters;
import io.parlance.model.onnx.StopRules;
import io.parlance.model.onnx.Submission;
import io.parlance.model.text.ChatFormat;
import io.parlance.model.text.ChatMessage;
import io.parlance.model.text.Tokenizer;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Loads models with every part's digest verified, and lets each say one token before it serves. */
public final class ArtifactModelLoader implements ModelLoader {
    private static final int TRIAL_SECONDS = 120;
    private static final List<ChatMessage> TRIAL = List.of(new ChatMessage("user", "Hello"));

    private final ArtifactStore store;
    private final DecoderOptions decoding;
    private final EngineOptions batching;

    /** @param decoding its context is cut to what a model was trained for */
    public ArtifactModelLoader(ArtifactStore store, DecoderOptions decoding, EngineOptions batching) {
        this.store = store;
        this.decoding = decoding;
        this.batching = batching;
    }

    @Override
    public ServedModel load(ModelOffer offer) {
        ArtifactRef artifact = offer.artifact();
        OpenedModel opened =
                store.open(new StoredModel(URI.create(artifact.uri()), artifact.sha256(), artifact.bytes()));
        ModelFolder folder = HuggingFaceFolder.open(opened.folder());
        int contextTokens = Math.min(decoding.contextTokens(), folder.config().maxPositions());
        Decoder decoder = OnnxDecoder.open(
                opened.folder().resolve("onnx"),
                new DecoderOptions(decoding.slots(), contextTokens, decoding.threads()));
        GenerationEngine engine = ContinuousBatching.start(decoder, batching);
        try {
            ChatFormat format = folder.chatFormat();
            tryOut(offer, engine, format);
            return new ServedModel(
                    offer,
                    format,
                    engine,
                    contextTokens,
                    folder.config().vocabularySize(),
                    longestToken(format.tokenizer()));
        } catch (RuntimeException useless) {
            engine.close();
            throw useless;
        }
    }

    private static int longestToken(Tokenizer tokenizer) {
        int longest = 1;
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            longest = Math.max(longest, tokenizer.bytes(id).length);
        }
        return longest;
    }

    /** The whole way from a message to a token, so that a model which cannot answer never serves. */
    private static void tryOut(ModelOffer offer, GenerationEngine engine, ChatFormat format) {
        CompletableFuture<Finish> end = new CompletableFuture<>();
        Submission submission = engine.submit(
                new GenerationRequest(format.prompt(TRIAL), SamplingParameters.greedy(), new StopRules(1, Set.of())),
                new GenerationListener() {
                    @Override
                    public void token(GeneratedToken token) {
                        // Its being there is enough.
                    }

                    @Override
                    public void finished(Finish finish, int completionTokens) {
                        end.complete(finish);
                    }
                });
        String outcome =
                switch (submission) {
                    case Submission.Accepted _ -> await(end);
                    case Submission.ContextExceeded exceeded -> exceeded.message();
                    case Submission.QueueFull _, Submission.Draining _ -> "the engine took no request";
                };
        if (!outcome.isEmpty()) {
            throw new ModelFormatException(
                    "model %s does not answer: %s. Train or import the model again.".formatted(offer.id(), outcome));
        }
    }

    private static String await(CompletableFuture<Finish> end) {
        try {
            return switch (end.get(TRIAL_SECONDS, TimeUnit.SECONDS)) {
                case Finish.Stopped _, Finish.LengthReached _ -> "";
                case Finish.Cancelled _ -> "the trial was cancelled";
                case Finish.Failed failed -> failed.message();
            };
        } catch (TimeoutException e) {
            return "no token within %d seconds".formatted(TRIAL_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the trial was interrupted";
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
