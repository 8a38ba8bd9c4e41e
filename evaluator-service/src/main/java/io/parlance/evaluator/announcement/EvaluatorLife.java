package io.parlance.evaluator.announcement;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.evaluator.EvaluatorSettings;
import io.parlance.evaluator.evaluation.Evaluation;
import io.parlance.evaluator.evaluation.Gate;
import io.parlance.evaluator.evaluation.ServedModelScorer;
import io.parlance.evaluator.measure.PairedBootstrap;
import io.parlance.model.artifact.store.ArtifactStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Starts the two threads of the service with it and ends them with it. */
@ApplicationScoped
class EvaluatorLife {
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(10);

    private final CandidateQueue queue;
    private final EvaluationLog log;
    private final Thread queueThread;
    private final Thread logThread;

    EvaluatorLife(
            EvaluatorSettings settings,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            @ConfigProperty(name = "parlance.artifacts") URI artifacts,
            EventJson events,
            ObjectMapper json,
            MeterRegistry meters) {
        KafkaSettings kafka = new KafkaSettings(bootstrapServers);
        Evaluation evaluation = new Evaluation(
                ArtifactStore.at(artifacts),
                new ServedModelScorer(new ServedModelScorer.Options(
                        settings.answeredConversations(),
                        settings.maxAnswerTokens(),
                        settings.slots(),
                        settings.threads())),
                new PairedBootstrap(settings.resamples(), settings.seed()),
                new Gate(settings.minConversations()));
        this.queue = new CandidateQueue(
                kafka,
                settings.instance(),
                events,
                new Candidacies(new TopicReader(kafka), events),
                evaluation,
                meters);
        this.log = new EvaluationLog(kafka, json);
        this.queueThread = Thread.ofPlatform().name("candidates").daemon().unstarted(queue);
        this.logThread = Thread.ofPlatform().name("evaluation-log").daemon().unstarted(log);
    }

    void start(@Observes StartupEvent event) {
        queueThread.start();
        logThread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        queue.stop();
        log.stop();
        queueThread.join(LONGEST_GOODBYE);
        logThread.join(LONGEST_GOODBYE);
    }

    EvaluationLog log() {
        return log;
    }

    boolean isTakingCandidates() {
        return queue.isWorking();
    }
}
