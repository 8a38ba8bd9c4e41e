package io.parlance.local.demo;

import io.parlance.contracts.EvaluationCompleted;
import io.parlance.contracts.EvaluationFailed;
import io.parlance.contracts.ModelPromoted;
import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.Topics;
import io.parlance.contracts.TrainingProgressed;
import io.parlance.contracts.TrainingStopped;
import io.parlance.local.topics.TopicReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Follows one training run through the topics: its progress, its model, the verdict on it, its promotion. */
final class RunWatch implements AutoCloseable {
    private final String runId;
    private final TopicReader reader;
    private TrainingProgressed progress;
    private ModelTrained trained;
    private TrainingStopped stopped;
    private EvaluationCompleted evaluation;
    private EvaluationFailed evaluationFailure;
    private ModelPromoted promotion;

    RunWatch(String bootstrapServers, String runId) {
        this.runId = runId;
        this.reader = new TopicReader(
                bootstrapServers,
                List.of(
                        Topics.TRAINING_PROGRESSED,
                        Topics.TRAINING_STOPPED,
                        Topics.MODELS_TRAINED,
                        Topics.EVALUATIONS_COMPLETED,
                        Topics.EVALUATIONS_FAILED,
                        Topics.MODELS_PROMOTED));
    }

    /** Takes in what has come; waits at most {@code patience} for something. */
    void read(Duration patience) {
        reader.poll(patience).forEach(this::take);
    }

    private void take(ConsumerRecord<byte[], byte[]> found) {
        if (found.value() == null) return;
        switch (found.topic()) {
            case Topics.TRAINING_PROGRESSED -> {
                if (isOfRun(found)) progress = TopicReader.event(found, TrainingProgressed.class);
            }
            case Topics.TRAINING_STOPPED -> {
                if (isOfRun(found)) stopped = TopicReader.event(found, TrainingStopped.class);
            }
            case Topics.MODELS_TRAINED -> {
                if (isOfRun(found)) trained = TopicReader.event(found, ModelTrained.class);
            }
            case Topics.EVALUATIONS_COMPLETED -> {
                var event = TopicReader.event(found, EvaluationCompleted.class);
                if (event.runId().equals(runId)) evaluation = event;
            }
            case Topics.EVALUATIONS_FAILED -> {
                var event = TopicReader.event(found, EvaluationFailed.class);
                if (event.runId().equals(runId)) evaluationFailure = event;
            }
            default -> promotion = TopicReader.event(found, ModelPromoted.class);
        }
    }

    private boolean isOfRun(ConsumerRecord<byte[], byte[]> found) {
        return found.key() != null && runId.equals(new String(found.key(), StandardCharsets.UTF_8));
    }

    Optional<TrainingProgressed> progress() {
        return Optional.ofNullable(progress);
    }

    Optional<ModelTrained> trained() {
        return Optional.ofNullable(trained);
    }

    Optional<TrainingStopped> stopped() {
        return Optional.ofNullable(stopped);
    }

    Optional<EvaluationCompleted> evaluation() {
        return Optional.ofNullable(evaluation);
    }

    Optional<EvaluationFailed> evaluationFailure() {
        return Optional.ofNullable(evaluationFailure);
    }

    /** The promotion that followed from the evaluation. */
    Optional<ModelPromoted> promotion() {
        return Optional.ofNullable(promotion)
                .filter(event -> evaluation != null && event.evaluationId().equals(evaluation.evaluationId()));
    }

    @Override
    public void close() {
        reader.close();
    }
}
