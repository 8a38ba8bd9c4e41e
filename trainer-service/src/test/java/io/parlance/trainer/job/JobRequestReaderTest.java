package io.parlance.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.parlance.trainer.job.JobRequestReader.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobRequestReaderTest {
    @Test
    void leavesToTheTrainerWhatIsAutoOrAbsent() throws Refusal {
        // When
        JobRequest job = read("'hyperparameters':{'n_epochs':'auto','batch_size':null},'validation_file':null");

        // Then
        assertThat(job.epochs()).isEmpty();
        assertThat(job.batchSize()).isEmpty();
        assertThat(job.learningRateMultiplier()).isEmpty();
        assertThat(job.seed()).isEmpty();
        assertThat(job.suffix()).isEmpty();
        assertThat(job.metadata()).isEmpty();
        assertThat(job.dataset()).isEqualTo("live");
    }

    @Test
    void readsEveryParameter() throws Refusal {
        // When
        JobRequest job = read("'suffix':'demo','seed':7,'metadata':{'a':'b'},'integrations':[],"
                + "'method':{'type':'supervised','supervised':{'hyperparameters':"
                + "{'n_epochs':2,'batch_size':4,'learning_rate_multiplier':0.5}}}");

        // Then
        assertThat(job.epochs()).isEqualTo(OptionalInt.of(2));
        assertThat(job.batchSize()).isEqualTo(OptionalInt.of(4));
        assertThat(job.learningRateMultiplier()).isEqualTo(OptionalDouble.of(0.5));
        assertThat(job.suffix()).contains("demo");
        assertThat(job.seed()).isEqualTo(OptionalLong.of(7));
        assertThat(job.metadata()).isEqualTo(Map.of("a", "b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'hyperparameters':{'n_epochs':0}                       | hyperparameters.n_epochs",
                "'hyperparameters':{'n_epochs':51}                      | hyperparameters.n_epochs",
                "'hyperparameters':{'n_epochs':1.5}                     | hyperparameters.n_epochs",
                "'hyperparameters':{'n_epochs':'many'}                  | hyperparameters.n_epochs",
                "'hyperparameters':{'n_epochs':99999999999}             | hyperparameters.n_epochs",
                "'hyperparameters':{'batch_size':257}                   | hyperparameters.batch_size",
                "'hyperparameters':{'learning_rate_multiplier':0}       | hyperparameters.learning_rate_multiplier",
                "'hyperparameters':{'learning_rate_multiplier':1e999}   | hyperparameters.learning_rate_multiplier",
                "'hyperparameters':{'beta':1}                           | hyperparameters.beta",
                "'hyperparameters':[]                                   | hyperparameters",
                "'hyperparameters':{},'method':{'type':'supervised','supervised':{'hyperparameters':{}}} | hyperparameters",
                "'method':{'type':'dpo','dpo':{}}                       | method.type",
                "'method':{'supervised':{}}                             | method.type",
                "'method':{'type':'supervised','dpo':{}}                | method.dpo",
                "'method':{'type':'supervised','supervised':{'x':1}}    | method.supervised.x",
                "'method':7                                             | method",
                "'validation_file':'live'                               | validation_file",
                "'integrations':[{'type':'wandb'}]                      | integrations",
                "'suffix':'has blanks'                                  | suffix",
                "'suffix':5                                             | suffix",
                "'seed':-1                                              | seed",
                "'seed':'seven'                                         | seed",
                "'metadata':{'a':1}                                     | metadata.a",
                "'metadata':'text'                                      | metadata",
                "'metadata':{'a':'\\ud800'}                             | metadata",
                "'temperature':1                                        | temperature",
            })
    void refusesByNameWhatItCannotHonour(String fields, String param) {
        // When
        ApiError error = refusal(fields);

        // Then
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.param()).isEqualTo(param);
        assertThat(error.message()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'training_file':'live'}",
                "{'model':null,'training_file':'live'}",
                "{'model':'','training_file':'live'}"
            })
    void wantsAModel(String body) {
        assertThat(refusalOf(body).param()).isEqualTo("model");
    }

    @Test
    void takesAnUploadedFileAsADataset() throws JobRequestReader.Refusal {
        // When
        JobRequest job = JobRequestReader.read(
                "{'model':'tiny','training_file':'file-abc'}".replace('\'', '"').getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(job.dataset()).isEqualTo("file-abc");
        assertThat(job.isOnAFile()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "null", "{'model':'a','model':'b'}", "{} {}", "{'a':\u0001}"})
    void refusesABodyThatIsNoJsonObject(String body) {
        // When
        ApiError error = refusalOf(body);

        // Then
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.param()).isNull();
    }

    @Test
    void refusesABodyThatIsNoUtf8() {
        // When
        Refusal refusal = catchThrowableOfType(
                Refusal.class,
                () -> JobRequestReader.read(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'}));

        // Then
        assertThat(refusal.error().status()).isEqualTo(400);
    }

    @Test
    void refusesABodyThatIsTooLong() {
        assertThat(refusal("'metadata':{'a':'" + "x".repeat(70_000) + "'}").status())
                .isEqualTo(413);
    }

    private static JobRequest read(String fields) throws Refusal {
        return JobRequestReader.read(bytes("{'model':'tiny','training_file':'live'," + fields + "}"));
    }

    private static ApiError refusal(String fields) {
        return refusalOf("{'model':'tiny','training_file':'live'," + fields + "}");
    }

    private static ApiError refusalOf(String body) {
        return catchThrowableOfType(Refusal.class, () -> JobRequestReader.read(bytes(body)))
                .error();
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
