package io.parlance.trainer;

import io.parlance.contracts.BaseModelImported;
import io.parlance.model.artifact.store.ArtifactStore;
import io.parlance.model.onnx.ServedForm;
import io.parlance.trainer.base.BaseImporter;
import io.parlance.trainer.base.BaseImporters;
import io.parlance.trainer.base.BaseReference;
import io.parlance.trainer.base.BaseStatus;
import io.parlance.trainer.export.ModelExport;
import io.parlance.trainer.file.FileNews;
import io.parlance.trainer.journal.Journal;
import io.parlance.trainer.journal.JournalException;
import io.parlance.trainer.journal.Readers;
import io.parlance.trainer.run.CheckpointFolders;
import io.parlance.trainer.run.ErasureNotices;
import io.parlance.trainer.run.FileValidation;
import io.parlance.trainer.run.KafkaRunJournal;
import io.parlance.trainer.run.ModelTraining;
import io.parlance.trainer.run.RunPlanner;
import io.parlance.trainer.run.RunRequest;
import io.parlance.trainer.run.RunWorker;
import io.parlance.trainer.run.TrainingPolicy;
import io.parlance.trainer.run.TrainingRun;
import io.parlance.trainer.run.TrainingRuns;
import io.parlance.trainer.window.ExampleCounts;
import io.parlance.trainer.window.ExampleFormat;
import io.parlance.trainer.window.WindowReader;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Puts the trainer together and keeps its order at the start: Kafka, what was kept there, the base model, then runs.
 * None of it holds up the HTTP interface, which says what is missing meanwhile.
 */
@ApplicationScoped
@Startup
public class TrainerService {
    private static final Logger LOG = Logger.getLogger(TrainerService.class);
    private static final String TRANSACTIONAL_ID = "parlance-trainer";
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(30);
    private static final Duration REQUEST_PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final SecureRandom random = new SecureRandom();
    private final String organization;
    private final Journal journal;
    private final Readers readers;
    private final TrainingRuns runs;
    private final ExampleCounts counts;
    private final BaseImporter importer;
    private final CheckpointFolders checkpoints;
    private final FileNews files;
    private final ErasureReceipts erasures;
    private final FileValidation validation;
    private final RunWorker worker;
    private final RunPlanner planner;
    private final TrainingPolicy policy;
    private final Thread starting;
    private volatile boolean restored;
    private volatile String waitsFor = "Kafka: jobs are not read yet";
    private volatile boolean closing;

    public TrainerService(
            TrainerConfig config, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        TrainerSettings settings = new TrainerSettings(config);
        BaseReference base = BaseReference.parse(config.base());
        ServedForm form = ServedForm.of(config.servedForm());
        Path data = config.data().toAbsolutePath();
        URI root = config.artifacts().orElseGet(() -> data.resolve("artifacts").toUri());
        ArtifactStore store = ArtifactStore.at(root);
        this.organization = settings.organization();
        this.journal = new Journal(bootstrapServers, TRANSACTIONAL_ID);
        this.readers = new Readers(bootstrapServers, KAFKA_PATIENCE);
        this.runs = new TrainingRuns(new KafkaRunJournal(journal), Clock.systemUTC(), this::newRunId);
        this.counts = new ExampleCounts(readers);
        this.importer = BaseImporters.of(settings.sources(), base, store, form, journal, readers);
        this.checkpoints = new CheckpointFolders(data.resolve("checkpoints"));
        this.worker = new RunWorker(
                runs,
                new ModelTraining(
                        new WindowReader(readers),
                        store,
                        new ModelExport(store, form),
                        checkpoints,
                        settings.training()),
                () -> restored && importer.base().isPresent());
        this.planner = new RunPlanner(
                new Readers(bootstrapServers, REQUEST_PATIENCE), counts, settings.hyperparameters(), random);
        this.files = new FileNews(new Readers(bootstrapServers, REQUEST_PATIENCE));
        this.erasures = new ErasureReceipts(readers, new ErasureNotices(runs, REQUEST_PATIENCE));
        this.validation = new FileValidation(
                runs, files::latest, importer::base, planner::plan, config.filePatience(), Clock.systemUTC());
        this.policy = new TrainingPolicy(
                config.policy().everyExamples(), config.policy().dataset());
        this.starting = new Thread(this::begin, "trainer");
        starting.setContextClassLoader(TrainerService.class.getClassLoader());
    }

    @PostConstruct
    void start() {
        starting.start();
    }

    private void begin() {
        while (!closing && !restored) {
            try {
                journal.open(KAFKA_PATIENCE);
                KafkaRunJournal.restore(runs, readers);
                restored = true;
            } catch (JournalException e) {
                LOG.warnf("trainer waits for Kafka reason=%s", e.getMessage());
                waitsFor = e.getMessage();
                sleep();
            } catch (RuntimeException e) {
                LOG.error("trainer could not begin, trying again", e);
                waitsFor = "the start failed unexpectedly (%s); the trainer's log holds the details".formatted(e);
                sleep();
            }
        }
        if (closing) {
            return;
        }
        checkpoints.keepOnly(runs.unfinished().stream().map(TrainingRun::id).collect(Collectors.toSet()));
        LOG.infof(
                "runs restored unfinished=%d all=%d",
                runs.unfinished().size(), runs.newestFirst().size());
        counts.start();
        files.start();
        erasures.start();
        worker.start();
        validation.start();
        importer.run();
        worker.wake();
        while (policy.isOn() && !closing && !Thread.currentThread().isInterrupted()) {
            applyPolicy();
            sleep();
        }
    }

    private void applyPolicy() {
        try {
            BaseModelImported base = importer.base().orElseThrow();
            ExampleFormat format = new ExampleFormat(base.tokenizerSha256(), base.templateSha256());
            long train = counts.train(policy.dataset(), format);
            if (policy.wantsARun(train, base, runs.newestFirst())) {
                TrainingRun run = runs.accept(planner.plan(base, policyWish()), KAFKA_PATIENCE);
                LOG.infof("run started by policy run=%s train_examples=%d", run.id(), train);
            }
        } catch (JournalException e) {
            LOG.warnf("policy waits for Kafka reason=%s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("policy failed unexpectedly, trying again", e);
        }
    }

    private RunPlanner.Wish policyWish() {
        return new RunPlanner.Wish(
                policy.dataset(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Map.of(),
                RunRequest.Trigger.POLICY);
    }

    /** The runs, once they are known. @throws JournalException while Kafka has not told them yet */
    public TrainingRuns started() {
        if (!restored) {
            throw new JournalException("the trainer has not read its jobs from Kafka yet; ask again shortly", null);
        }
        return runs;
    }

    public TrainingRuns runs() {
        return runs;
    }

    public RunPlanner planner() {
        return planner;
    }

    /** What is known of uploaded files. */
    public FileNews files() {
        return files;
    }

    public BaseStatus status() {
        return importer.status();
    }

    public String organization() {
        return organization;
    }

    /** What the trainer lacks to work, or nothing. */
    public Optional<String> missing() {
        if (journal.shutOut() != null) {
            return Optional.of(journal.shutOut());
        }
        if (!restored) {
            return Optional.of(waitsFor);
        }
        return switch (importer.status()) {
            case BaseStatus.Ready _ ->
                worker.isAlive() ? Optional.empty() : Optional.of("the training thread has ended");
            case BaseStatus.Importing importing -> Optional.of(importing.what());
            case BaseStatus.Failed failed -> Optional.of(failed.why());
        };
    }

    /** The run that is being worked on. */
    Optional<String> current() {
        return worker.current();
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) {
        close();
    }

    /** Stops at the next step of the run in course; it goes on after the next start. */
    void close() {
        closing = true;
        starting.interrupt();
        counts.close();
        files.close();
        erasures.close();
        validation.close();
        journal.stopRetrying();
        worker.close();
        journal.close();
    }

    private String newRunId() {
        byte[] bytes = new byte[6];
        random.nextBytes(bytes);
        return "ftjob-" + HexFormat.of().formatHex(bytes);
    }

    private void sleep() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
