package io.parlance.evaluator.evaluation;

import io.parlance.contracts.ArtifactRef;
import io.parlance.contracts.EvaluationCompleted;
import io.parlance.contracts.EvaluationFailed;
import io.parlance.contracts.MetricComparison;
import io.parlance.contracts.ModelPromoted;
import io.parlance.contracts.ModelRef;
import io.parlance.evaluator.measure.PairedBootstrap;
import io.parlance.model.artifact.ArtifactException;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.model.artifact.ModelFolder;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.store.ArtifactStore;
import io.parlance.model.artifact.store.OpenedModel;
import io.parlance.model.artifact.store.StoredModel;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Holds a candidate against the champion: both opened from the artifact store with their digests checked, both scored in the form that is served. */
public final class Evaluation {
    private static final String SERVED_FORM = "onnx";

    private final ArtifactStore store;
    private final ServedModelScorer scorer;
    private final PairedBootstrap bootstrap;
    private final Gate gate;

    public Evaluation(ArtifactStore store, ServedModelScorer scorer, PairedBootstrap bootstrap, Gate gate) {
        this.store = store;
        this.scorer = scorer;
        this.bootstrap = bootstrap;
        this.gate = gate;
    }

    public EvaluationOutcome of(Candidacy candidacy) {
        if (candidacy.examples().isEmpty()) {
            return failed(
                    candidacy,
                    "no_test_examples",
                    "the window of run %s holds no test example that its tokenizer can score%s; stream more conversations in and train again"
                            .formatted(
                                    candidacy.trained().runId(),
                                    candidacy.passedOver().inWords()));
        }
        try {
            List<ConversationScore> champion = score(candidacy.champion(), candidacy.examples());
            List<ConversationScore> candidate = score(candidacy.trained().model(), candidacy.examples());
            return decided(candidacy, new Scorecard(champion, candidate));
        } catch (ArtifactException | ModelFormatException broken) {
            return failed(candidacy, "model_unreadable", broken.getMessage());
        }
    }

    private List<ConversationScore> score(ModelRef model, List<TestExample> examples) {
        ArtifactRef artifact = model.artifact();
        OpenedModel opened =
                store.open(new StoredModel(URI.create(artifact.uri()), artifact.sha256(), artifact.bytes()));
        Path folder = opened.folder();
        ModelFolder files = HuggingFaceFolder.open(folder);
        return scorer.score(
                folder.resolve(SERVED_FORM), files.config(), files.chatFormat().tokenizer(), examples);
    }

    private EvaluationOutcome decided(Candidacy candidacy, Scorecard scorecard) {
        List<MetricComparison> metrics = scorecard.compare(bootstrap);
        Gate.Decision decision = gate.decide(metrics);
        EvaluationCompleted completed = new EvaluationCompleted(
                candidacy.evaluationId(),
                candidacy.trained().runId(),
                candidacy.trained().model(),
                candidacy.champion(),
                candidacy.trained().window(),
                scorecard.supervisedTokens(),
                metrics,
                decision.verdict(),
                decision.reason() + candidacy.passedOver().inWords());
        return switch (decision.verdict()) {
            case PROMOTE ->
                new EvaluationOutcome.Promoted(
                        completed,
                        new ModelPromoted(
                                ModelPromoted.CHAT,
                                candidacy.trained().model(),
                                candidacy.trained().baseModel().id(),
                                candidacy.champion().id(),
                                candidacy.evaluationId()));
            case KEEP -> new EvaluationOutcome.Kept(completed);
        };
    }

    private static EvaluationOutcome failed(Candidacy candidacy, String code, String message) {
        return new EvaluationOutcome.Failed(new EvaluationFailed(
                candidacy.evaluationId(),
                candidacy.trained().runId(),
                candidacy.trained().model(),
                code,
                message));
    }
}
