package io.parlance.evaluator.evaluation;

import io.parlance.evaluator.measure.AnswerOverlap;
import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.onnx.ContinuousBatching;
import io.parlance.model.onnx.DecoderOptions;
import io.parlance.model.onnx.EngineOptions;
import io.parlance.model.onnx.Finish;
import io.parlance.model.onnx.GeneratedToken;
import io.parlance.model.onnx.GenerationListener;
import io.parlance.model.onnx.GenerationRequest;
import io.parlance.model.onnx.OnnxDecoder;
import io.parlance.model.onnx.SamplingParameters;
import io.parlance.model.onnx.SequenceScore;
import io.parlance.model.onnx.StopRules;
import io.parlance.model.onnx.Submission;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Scores one model in the form that is served: how well it expects the references, and how its own answers overlap with them. */
public final class ServedModelScorer {
    private final Options options;

    /**
     * @param answeredConversations the first so many conversations are answered by the model, too
     * @param maxAnswerTokens longest answer
     * @param slots answers generated at a time
     * @param threads that one run may use
     */
    public record Options(int answeredConversations, int maxAnswerTokens, int slots, int threads) {}

    public ServedModelScorer(Options options) {
        this.options = options;
    }

    /**
     * @param servedFolder the model's {@code onnx} folder
     * @param examples at least one, all prepared with this model's tokenizer and template
     */
    public List<ConversationScore> score(
            Path servedFolder, LlamaConfig config, Tokenizer tokenizer, List<TestExample> examples) {
        int longest = examples.stream().mapToInt(e -> e.tokens().size()).max().orElseThrow();
        int context = Math.min(config.maxPositions(), longest + options.maxAnswerTokens());
        OnnxDecoder decoder =
                OnnxDecoder.open(servedFolder, new DecoderOptions(options.slots(), context, options.threads()));
        List<SequenceScore> expected;
        try {
            expected = examples.stream().map(e -> decoder.score(0, e.tokens())).toList();
        } catch (RuntimeException e) {
            decoder.close();
            throw e;
        }
        // The engine owns the decoder from here on, and closes it.
        try (ContinuousBatching engine = ContinuousBatching.start(
                decoder,
                new EngineOptions(Integer.MAX_VALUE, EngineOptions.defaults().prefillChunk()))) {
            List<List<CompletableFuture<AnswerOverlap>>> answers = examples.stream()
                    .limit(options.answeredConversations())
                    .map(e -> answers(engine, tokenizer, Set.copyOf(config.endOfTurnIds()), e))
                    .toList();
            return IntStream.range(0, examples.size())
                    .mapToObj(i ->
                            score(examples.get(i), expected.get(i), i < answers.size() ? answers.get(i) : List.of()))
                    .toList();
        }
    }

    private List<CompletableFuture<AnswerOverlap>> answers(
            ContinuousBatching engine, Tokenizer tokenizer, Set<Integer> stopIds, TestExample example) {
        List<CompletableFuture<AnswerOverlap>> answers = new ArrayList<>();
        TokenIds ids = example.tokens().ids();
        for (TestExample.Answer answer : example.answers()) {
            int room = engine.contextTokens() - answer.from();
            GenerationRequest request = new GenerationRequest(
                    ids.slice(0, answer.from()),
                    SamplingParameters.greedy(),
                    new StopRules(Math.min(options.maxAnswerTokens(), room), stopIds));
            String reference = text(tokenizer, ids.slice(answer.from(), answer.to()));
            Answer listener = new Answer(tokenizer, reference);
            switch (engine.submit(request, listener)) {
                case Submission.Accepted _ -> answers.add(listener.overlap);
                case Submission.ContextExceeded exceeded ->
                    throw new IllegalStateException(
                            "conversation %s: %s".formatted(example.conversationId(), exceeded.message()));
                case Submission.QueueFull full ->
                    throw new IllegalStateException("the engine's queue of %d is full".formatted(full.capacity()));
                case Submission.Draining _ -> throw new IllegalStateException("the engine was closed while scoring");
            }
        }
        return answers;
    }

    private static ConversationScore score(
            TestExample example, SequenceScore expected, List<CompletableFuture<AnswerOverlap>> answers) {
        double f1 = answers.stream().mapToDouble(answer -> answer.join().f1()).sum();
        return new ConversationScore(
                example.conversationId(),
                expected.supervisedTokens(),
                expected.negativeLogLikelihood(),
                expected.right(),
                answers.size(),
                f1);
    }

    private static String text(Tokenizer tokenizer, TokenIds ids) {
        return tokenizer.decode(TokenIds.of(IntStream.of(ids.toArray())
                .filter(id -> !tokenizer.isSpecial(id))
                .toArray()));
    }

    /** Collects one answer and holds it against its reference. */
    private static final class Answer implements GenerationListener {
        private final CompletableFuture<AnswerOverlap> overlap = new CompletableFuture<>();
        private final List<Integer> ids = new ArrayList<>();
        private final Tokenizer tokenizer;
        private final String reference;

        private Answer(Tokenizer tokenizer, String reference) {
            this.tokenizer = tokenizer;
            this.reference = reference;
        }

        @Override
        public void token(GeneratedToken token) {
            ids.add(token.tokenId());
        }

        @Override
        public void finished(Finish finish, int completionTokens) {
            switch (finish) {
                case Finish.Stopped _, Finish.LengthReached _ ->
                    overlap.complete(AnswerOverlap.of(
                            text(
                                    tokenizer,
                                    TokenIds.of(ids.stream()
                                            .mapToInt(Integer::intValue)
                                            .toArray())),
                            reference));
                case Finish.Cancelled _ ->
                    overlap.completeExceptionally(new IllegalStateException("an answer was cancelled while scoring"));
                case Finish.Failed failed -> overlap.completeExceptionally(new IllegalStateException(failed.message()));
            }
        }
    }
}
