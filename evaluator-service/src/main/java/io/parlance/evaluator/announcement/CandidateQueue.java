package io.parlance.evaluator.announcement;

import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.contracts.EvaluationFailed;
import io.parlance.contracts.Event;
import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.Topics;
import io.parlance.evaluator.evaluation.Candidacy;
import io.parlance.evaluator.evaluation.Evaluation;
import io.parlance.evaluator.evaluation.EvaluationOutcome;
import io.parlance.model.memory.NativeMemory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Takes trained models one after another. The topic is the queue: a model counts as taken only in the same Kafka
 * transaction that announces what became of it, so after a crash it is evaluated again and announced once.
 */
final class CandidateQueue implements Runnable {
    private static final Logger LOG = Logger.getLogger(CandidateQueue.class);
    private static final String GROUP = "parlance-evaluator";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(2);

    private final KafkaSettings kafka;
    private final String instance;
    private final EventJson json;
    private final Candidacies candidacies;
    private final Evaluation evaluation;
    private final MeterRegistry meters;
    private volatile boolean stopping;
    private volatile boolean working;
    private volatile KafkaConsumer<String, byte[]> consumer;

    CandidateQueue(
            KafkaSettings kafka,
            String instance,
            EventJson json,
            Candidacies candidacies,
            Evaluation evaluation,
            MeterRegistry meters) {
        this.kafka = kafka;
        this.instance = instance;
        this.json = json;
        this.candidacies = candidacies;
        this.evaluation = evaluation;
        this.meters = meters;
    }

    @Override
    public void run() {
        while (!stopping) {
            try (KafkaConsumer<String, byte[]> in = new KafkaConsumer<>(
                            kafka.readingInGroup(GROUP), new StringDeserializer(), new ByteArrayDeserializer());
                    KafkaProducer<String, byte[]> out = new KafkaProducer<>(
                            kafka.transacting(GROUP + "-" + instance),
                            new StringSerializer(),
                            new ByteArraySerializer())) {
                consumer = in;
                out.initTransactions();
                in.subscribe(List.of(Topics.MODELS_TRAINED));
                working = true;
                while (!stopping) {
                    for (ConsumerRecord<String, byte[]> record : in.poll(POLL)) {
                        take(record, in, out);
                    }
                }
            } catch (WakeupException stopped) {
                LOG.debug("candidate queue woken to stop");
            } catch (RuntimeException trouble) {
                working = false;
                LOG.error("evaluation interrupted; the same model is taken again", trouble);
                pause();
            }
        }
        working = false;
    }

    boolean isWorking() {
        return working;
    }

    void stop() {
        stopping = true;
        KafkaConsumer<String, byte[]> in = consumer;
        if (in != null) {
            in.wakeup();
        }
    }

    private void take(
            ConsumerRecord<String, byte[]> record,
            KafkaConsumer<String, byte[]> in,
            KafkaProducer<String, byte[]> out) {
        List<Event> events = record.value() == null ? List.of() : events(record);
        out.beginTransaction();
        for (Event event : events) {
            out.send(json.record(event, event.topic() + "/" + record.partition() + "/" + record.offset()));
        }
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        out.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(record.offset() + 1)), in.groupMetadata());
        out.commitTransaction();
    }

    private List<Event> events(ConsumerRecord<String, byte[]> record) {
        ModelTrained trained;
        try {
            trained = json.read(record.value(), ModelTrained.class);
        } catch (IllegalArgumentException malformed) {
            LOG.errorf(
                    "trained model not readable topic=%s offset=%d: %s",
                    record.topic(), record.offset(), malformed.getMessage());
            count("unreadable");
            return List.of();
        }
        LOG.infof(
                "evaluation started run=%s candidate=%s",
                trained.runId(), trained.model().id());
        long start = System.nanoTime();
        EvaluationOutcome outcome = outcome(trained);
        NativeMemory.giveBack();
        meters.timer("parlance.evaluator.evaluation").record(Duration.ofNanos(System.nanoTime() - start));
        return switch (outcome) {
            case EvaluationOutcome.Promoted p -> {
                LOG.infof(
                        "model promoted id=%s: %s",
                        p.promotion().model().id(), p.evaluation().reason());
                count("promoted");
                yield List.of(p.evaluation(), p.promotion());
            }
            case EvaluationOutcome.Kept k -> {
                LOG.infof(
                        "champion kept id=%s: %s",
                        k.evaluation().champion().id(), k.evaluation().reason());
                count("kept");
                yield List.of(k.evaluation());
            }
            case EvaluationOutcome.Failed f -> {
                LOG.errorf(
                        "evaluation failed run=%s: %s",
                        f.failure().runId(), f.failure().message());
                count("failed");
                yield List.of(f.failure());
            }
        };
    }

    /** A surprise while scoring is announced, so that nobody waits for a verdict that will not come. */
    private EvaluationOutcome outcome(ModelTrained trained) {
        Candidacy candidacy;
        try {
            candidacy = candidacies.of(trained);
        } catch (TopicReader.WindowGone gone) {
            return failed(trained, "window_gone", gone.getMessage());
        }
        try {
            return evaluation.of(candidacy);
        } catch (RuntimeException surprise) {
            LOG.errorf(surprise, "scoring failed run=%s", trained.runId());
            return failed(
                    trained,
                    "scoring_failed",
                    "%s: %s".formatted(surprise.getClass().getSimpleName(), surprise.getMessage()));
        }
    }

    private static EvaluationOutcome failed(ModelTrained trained, String code, String message) {
        return new EvaluationOutcome.Failed(
                new EvaluationFailed(Candidacy.evaluationId(trained), trained.runId(), trained.model(), code, message));
    }

    private void count(String outcome) {
        meters.counter("parlance.evaluator.evaluations", "outcome", outcome).increment();
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_TROUBLE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }
}
