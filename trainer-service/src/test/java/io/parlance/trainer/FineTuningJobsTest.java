package io.parlance.trainer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.notNullValue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.models.finetuning.jobs.FineTuningJob;
import com.openai.models.finetuning.jobs.FineTuningJobEvent;
import com.openai.models.finetuning.jobs.JobCreateParams;
import com.openai.models.finetuning.jobs.JobListEventsParams;
import com.openai.models.finetuning.jobs.JobListParams;
import io.parlance.broker.BrokerTestResource;
import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.DatasetCounted;
import io.parlance.contracts.FileUploaded;
import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.Topics;
import io.parlance.contracts.TrainingProgressed;
import io.parlance.contracts.TrainingRequested;
import io.parlance.contracts.TrainingStopped;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.model.artifact.adapter.AdapterFolder;
import io.parlance.model.artifact.store.ArtifactStore;
import io.parlance.model.artifact.store.OpenedModel;
import io.parlance.model.artifact.store.StoredModel;
import io.parlance.trainer.journal.EventFormat;
import io.parlance.trainer.journal.Readers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole service against a real broker: a base import at the start, jobs by OpenAI's client, models in the store. */
@QuarkusTest
@WithTestResource(BrokerTestResource.class)
@WithTestResource(TinyBase.class)
@Timeout(90)
class FineTuningJobsTest {
    @Inject
    TrainerService trainer;

    @Inject
    TrainerConfig config;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @TestHTTPResource("/v1")
    URI url;

    private final String dataset = "house-" + UUID.randomUUID().toString().substring(0, 8);
    private OpenAIClient client;

    @BeforeEach
    void awaitReadiness() throws InterruptedException {
        while (trainer.missing().isPresent()) {
            Thread.sleep(50);
        }
        client = OpenAIOkHttpClient.builder()
                .baseUrl(url.toString())
                .apiKey("none")
                .maxRetries(0)
                .build();
    }

    @Test
    void importsTheBaseModelIntoTheStoreAndAnnouncesIt() {
        // When
        BaseModelImported base =
                events(Topics.MODELS_IMPORTED, BaseModelImported.class).getLast();

        // Then
        assertThat(base.model().id()).isEqualTo("tiny");
        OpenedModel stored = open(
                base.model().artifact().uri(),
                base.model().artifact().sha256(),
                base.model().artifact().bytes());
        HuggingFaceFolder folder = HuggingFaceFolder.open(stored.folder());
        assertThat(folder.chatFormat().tokenizer().sha256()).isEqualTo(base.tokenizerSha256());
        assertThat(folder.chatFormat().templateSha256()).isEqualTo(base.templateSha256());
        assertThat(stored.part("onnx/model.onnx")).exists();
        given().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void makesAModelOutOfPreparedExamples() throws InterruptedException {
        // Given
        PreparedExamples examples = new PreparedExamples(baseFolder().chatFormat());
        examples.produce(bootstrapServers, dataset, 30);
        examples.produceUnusable(bootstrapServers, dataset);

        // When
        FineTuningJob accepted = client.fineTuning()
                .jobs()
                .create(JobCreateParams.builder()
                        .model("tiny")
                        .trainingFile(dataset)
                        .suffix("demo")
                        .seed(3)
                        .build());
        FineTuningJob job = awaitEnd(accepted.id());

        // Then
        assertThat(job.status()).isEqualTo(FineTuningJob.Status.SUCCEEDED);
        assertThat(job.hyperparameters().nEpochs().orElseThrow().asInteger()).isEqualTo(4);
        ModelTrained trained = events(Topics.MODELS_TRAINED, ModelTrained.class).stream()
                .filter(event -> event.runId().equals(job.id()))
                .reduce((first, second) -> {
                    throw new AssertionError("two models of one run: " + first + ", " + second);
                })
                .orElseThrow();
        assertThat(trained.model().id())
                .isEqualTo(job.fineTunedModel().orElseThrow())
                .matches("ft:tiny:parlance:demo:[0-9a-f]{12}");
        assertThat(trained.trainExamples()).isEqualTo(24);
        assertThat(trained.validationExamples()).isEqualTo(3);
        assertThat(trained.validationLoss()).isNotNull();
        assertThat(job.trainedTokens()).contains(trained.trainedTokens());

        OpenedModel stored = open(
                trained.model().artifact().uri(),
                trained.model().artifact().sha256(),
                trained.model().artifact().bytes());
        assertThat(AdapterFolder.read(stored.folder().resolve("adapter")).rank())
                .isEqualTo(8);
        assertThat(HuggingFaceFolder.open(stored.folder()).config())
                .isEqualTo(baseFolder().config());
        assertThat(stored.part("onnx/form.json")).exists();
        assertThat(stored.manifest().description().baseModelId()).contains("tiny");
        assertThat(stored.manifest().description().facts()).containsEntry("dataset", dataset);

        assertThat(events(Topics.TRAINING_REQUESTED, TrainingRequested.class))
                .anyMatch(event -> event.runId().equals(job.id())
                        && event.window().equals(trained.window())
                        && event.trigger().equals("api"));
        List<TrainingProgressed> progress = events(Topics.TRAINING_PROGRESSED, TrainingProgressed.class).stream()
                .filter(event -> event.runId().equals(job.id()))
                .toList();
        assertThat(progress)
                .extracting(TrainingProgressed::phase)
                .contains(
                        TrainingProgressed.Phase.PREPARING,
                        TrainingProgressed.Phase.TRAINING,
                        TrainingProgressed.Phase.EXPORTING);

        List<FineTuningJobEvent> told = allEvents(job.id());
        assertThat(told)
                .extracting(FineTuningJobEvent::message)
                .anyMatch(message -> message.contains("1 prepared for another tokenizer or template")
                        && message.contains("1 unreadable"))
                .anyMatch(message -> message.startsWith("Step 24/24: training loss="))
                .anyMatch(message -> message.contains("New fine-tuned model created"));
        assertThat(client.fineTuning().jobs().checkpoints().list(job.id()).data())
                .isEmpty();
        given().get("/q/metrics").then().statusCode(200).body(containsString("parlance_trainer_runs_ended_total"));
    }

    @Test
    void trainsOnAnUploadedFileOnceAllOfItIsPrepared() throws InterruptedException {
        // Given
        String file = "file-" + dataset.substring("house-".length());
        PreparedExamples examples = new PreparedExamples(baseFolder().chatFormat());
        examples.tell(bootstrapServers, file(file, FileUploaded.Status.UPLOADED, null, 0));

        // When
        FineTuningJob waiting = client.fineTuning()
                .jobs()
                .create(JobCreateParams.builder()
                        .model("tiny")
                        .trainingFile(file)
                        .build());
        examples.produce(bootstrapServers, file, 30);
        examples.tell(bootstrapServers, file(file, FileUploaded.Status.PROCESSED, null, 31));
        examples.tell(bootstrapServers, new DatasetCounted(file, 31, 30, 1, Map.of(), Map.of()));
        FineTuningJob job = awaitEnd(waiting.id());

        // Then
        assertThat(waiting.status()).isEqualTo(FineTuningJob.Status.VALIDATING_FILES);
        assertThat(waiting.hyperparameters().nEpochs().orElseThrow().isAuto()).isTrue();
        assertThat(job.status()).isEqualTo(FineTuningJob.Status.SUCCEEDED);
        assertThat(job.trainingFile()).isEqualTo(file);
        assertThat(events(Topics.MODELS_TRAINED, ModelTrained.class))
                .filteredOn(event -> event.runId().equals(job.id()))
                .singleElement()
                .satisfies(event -> assertThat(event.trainExamples()).isEqualTo(24));
        assertThat(allEvents(job.id()))
                .extracting(FineTuningJobEvent::message)
                .anyMatch(message -> message.startsWith("Validating training file: " + file))
                .anyMatch(message -> message.startsWith("Files validated, moving job to queued state: 24"));
    }

    @Test
    void failsAJobWhoseFileCannotBeReadWithWhatIsWrongWithIt() throws InterruptedException {
        // Given
        String file = "file-" + dataset.substring("house-".length());
        new PreparedExamples(baseFolder().chatFormat())
                .tell(bootstrapServers, file(file, FileUploaded.Status.ERROR, "line 3 is no JSON", 0));

        // When
        String id = client.fineTuning()
                .jobs()
                .create(JobCreateParams.builder()
                        .model("tiny")
                        .trainingFile(file)
                        .build())
                .id();

        // Then
        FineTuningJob.Error error = awaitEnd(id).error().orElseThrow();
        assertThat(error.code()).isEqualTo("invalid_training_file");
        assertThat(error.param()).contains("training_file");
        assertThat(error.message()).contains("line 3 is no JSON");
    }

    private static FileUploaded file(String id, FileUploaded.Status status, String detail, long accepted) {
        return new FileUploaded(
                id, "lamps.jsonl", "fine-tune", 7, "ab".repeat(32), 0, status, null, detail, accepted, 0);
    }

    @Test
    void failsAJobWithoutExamplesAndSaysWhatToDo() throws InterruptedException {
        // When
        FineTuningJob job = awaitEnd(create().id());

        // Then
        assertThat(job.status()).isEqualTo(FineTuningJob.Status.FAILED);
        FineTuningJob.Error error = job.error().orElseThrow();
        assertThat(error.code()).isEqualTo("no_training_examples");
        assertThat(error.param()).contains("training_file");
        assertThat(error.message()).contains(dataset).contains("POST /v1/conversations");
        assertThat(events(Topics.TRAINING_STOPPED, TrainingStopped.class))
                .anyMatch(
                        event -> event.runId().equals(job.id()) && event.code().equals("no_training_examples"));
    }

    @Test
    void listsJobsPageByPageNewestFirst() {
        // Given
        String first = create().id();
        String second = create().id();

        // When
        var page =
                client.fineTuning().jobs().list(JobListParams.builder().limit(1).build());

        // Then
        assertThat(page.data()).extracting(FineTuningJob::id).containsExactly(second);
        assertThat(page.hasNextPage()).isTrue();
        assertThat(page.nextPage().data()).extracting(FineTuningJob::id).containsExactly(first);
    }

    @Test
    void refusesToCancelAJobThatHasEnded() throws InterruptedException {
        // Given
        String id = awaitEnd(create().id()).id();

        // Then
        assertThatThrownBy(() -> client.fineTuning().jobs().cancel(id))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("it has already ended (failed)");
    }

    @Test
    void refusesToPause() {
        // Given
        String id = create().id();

        // Then
        assertThatThrownBy(() -> client.fineTuning().jobs().pause(id))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("pause is not supported");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"other\",\"training_file\":\"live\"} | model",
                "{\"model\":\"tiny\",\"training_file\":\"file-1\"} | training_file",
                "{\"model\":\"tiny\",\"training_file\":\"live\",\"surprise\":1} | surprise",
                "{\"model\":\"tiny\",\"training_file\":\"live\",\"hyperparameters\":{\"n_epochs\":0}} | hyperparameters.n_epochs",
            })
    void refusesWithTheParameterItIsAbout(String body, String param) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/fine_tuning/jobs")
                .then()
                .statusCode(400)
                .body("error.param", equalTo(param))
                .body("error.message", notNullValue())
                .body("error.type", equalTo("invalid_request_error"))
                .body("error", hasKey("code"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/fine_tuning/jobs/ftjob-none,404",
        "/v1/fine_tuning/jobs/ftjob-none/events,404",
        "/v1/fine_tuning/elsewhere,404",
        "/v1/fine_tuning/jobs?limit=0,400",
        "/v1/fine_tuning/jobs?limit=many,400",
        "/v1/fine_tuning/jobs?after=ftjob-none,400",
        "/v1/fine_tuning/jobs?color=red,400",
    })
    void answersEveryMistakeInOneShape(String path, int status) {
        given().get(path)
                .then()
                .statusCode(status)
                .body("error", hasKey("message"))
                .body("error", hasKey("type"))
                .body("error", hasKey("param"))
                .body("error", hasKey("code"));
    }

    @Test
    void answersAWrongMethodInTheSameShape() {
        given().delete("/v1/fine_tuning/jobs").then().statusCode(405).body("error", hasKey("code"));
    }

    private FineTuningJob create() {
        return client.fineTuning()
                .jobs()
                .create(JobCreateParams.builder()
                        .model("tiny")
                        .trainingFile(dataset)
                        .build());
    }

    private FineTuningJob awaitEnd(String id) throws InterruptedException {
        while (true) {
            FineTuningJob job = client.fineTuning().jobs().retrieve(id);
            if (job.finishedAt().isPresent()) {
                return job;
            }
            Thread.sleep(50);
        }
    }

    private List<FineTuningJobEvent> allEvents(String id) {
        return client
                .fineTuning()
                .jobs()
                .listEvents(id, JobListEventsParams.builder().limit(5).build())
                .autoPager()
                .stream()
                .toList();
    }

    private HuggingFaceFolder baseFolder() {
        URI manifest = URI.create(events(Topics.MODELS_IMPORTED, BaseModelImported.class)
                .getLast()
                .model()
                .artifact()
                .uri());
        return HuggingFaceFolder.open(Path.of(manifest).getParent());
    }

    private OpenedModel open(String uri, String sha256, long bytes) {
        return ArtifactStore.at(config.artifacts().orElseThrow()).open(new StoredModel(URI.create(uri), sha256, bytes));
    }

    private <T> List<T> events(String topic, Class<T> type) {
        List<T> events = new ArrayList<>();
        new Readers(bootstrapServers, Duration.ofSeconds(20)).readAll(topic, message -> {
            try {
                events.add(EventFormat.read(message.value(), type));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return events;
    }
}
