package io.parlance.trainer.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.trainer.base.BaseReference.HubRepository;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubDownloadTest {
    private static final HubRepository REPOSITORY = new HubRepository("org", "repo", "main");
    private static final byte[] CONFIG = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] WEIGHTS = new byte[300_000];

    static {
        new Random(7).nextBytes(WEIGHTS);
    }

    @TempDir
    Path cache;

    private HubStandIn standIn;

    @BeforeEach
    void start() throws IOException {
        standIn = new HubStandIn();
        standIn.holds("config.json", CONFIG, false)
                .holds("README.md", CONFIG, false)
                .holds("model.safetensors", WEIGHTS, true);
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void bringsWhatAModelNeedsAndNothingElse() throws IOException {
        // When
        Path folder = fetch(Optional.empty());

        // Then
        assertThat(folder.resolve("config.json")).hasBinaryContent(CONFIG);
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void goesOnWhereATransferBrokeOff() throws IOException {
        try (HubStandIn single = new HubStandIn().holds("model.safetensors", WEIGHTS, true)) {
            // Given
            single.cutAfter(100_000);

            // When
            Path folder = download(single.endpoint(), Optional.empty()).fetch(REPOSITORY, HubStandIn.COMMIT);

            // Then
            assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
            assertThat(single.requests()).hasSize(2);
            assertThat(single.requests().getLast()).matches("model.safetensors bytes=[1-9]\\d*-");
        }
    }

    @Test
    void cutsATransferThatBringsNothingAndGoesOn() throws IOException {
        try (HubStandIn single = new HubStandIn().holds("model.safetensors", WEIGHTS, true)) {
            // Given
            single.hangAfter(100_000);
            Hub hub = hub(single.endpoint(), Optional.empty());
            HubDownload impatient = new HubDownload(hub, cache, Duration.ofMillis(1), Duration.ofMillis(300));

            // When
            Path folder = impatient.fetch(REPOSITORY, HubStandIn.COMMIT);

            // Then
            assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
            assertThat(single.requests()).hasSize(2);
        }
    }

    @Test
    void asksOnlyForTheMissingBytesAfterARestart() throws IOException {
        // Given
        Path folder = cache.resolve("hub/org/repo").resolve(HubStandIn.COMMIT);
        Files.createDirectories(folder);
        Files.write(folder.resolve("model.safetensors.part"), java.util.Arrays.copyOf(WEIGHTS, 123_456));

        // When
        fetch(Optional.empty());

        // Then
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(standIn.requests()).contains("model.safetensors bytes=123456-");
    }

    @Test
    void startsAgainWhereRangesAreNotHonoured() throws IOException {
        // Given
        standIn.ignoreRanges();
        Path folder = cache.resolve("hub/org/repo").resolve(HubStandIn.COMMIT);
        Files.createDirectories(folder);
        Files.write(folder.resolve("model.safetensors.part"), new byte[10]);

        // When
        fetch(Optional.empty());

        // Then
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void fetchesNothingTwice() {
        // Given
        fetch(Optional.empty());
        int before = standIn.requests().size();

        // When
        fetch(Optional.empty());

        // Then
        assertThat(standIn.requests()).hasSize(before);
    }

    @Test
    void replacesACachedFileThatIsDamaged() throws IOException {
        // Given
        Path folder = fetch(Optional.empty());
        Files.write(folder.resolve("model.safetensors"), new byte[WEIGHTS.length]);

        // When
        fetch(Optional.empty());

        // Then
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void refusesAFileWhoseContentIsNotWhatTheHubStates() {
        // Given
        standIn.damages("model.safetensors", WEIGHTS);

        // Then
        assertThatThrownBy(() -> fetch(Optional.empty()))
                .isInstanceOf(BaseModelException.class)
                .hasMessageContaining("hf:org/repo: model.safetensors came twice with other content");
        assertThat(cache.resolve("hub/org/repo").resolve(HubStandIn.COMMIT).resolve("model.safetensors"))
                .doesNotExist();
    }

    @Test
    void refusesARepositoryWithoutSafetensors() throws IOException {
        try (HubStandIn other = new HubStandIn().holds("pytorch_model.bin", WEIGHTS, true)) {
            // When, Then
            assertThatThrownBy(
                            () -> download(other.endpoint(), Optional.empty()).fetch(REPOSITORY, HubStandIn.COMMIT))
                    .hasMessageContaining("has no model.safetensors");
        }
    }

    @Test
    void sendsTheTokenToTheHubAndNotToWhereItRedirects() {
        // Given
        standIn.wantsToken("secret");

        // When
        fetch(Optional.of("secret"));

        // Then
        assertThat(standIn.requests()).isNotEmpty().noneMatch(r -> r.contains("token"));
    }

    @Test
    void saysWhatToDoWhenTheHubAsksForAToken() {
        // Given
        standIn.wantsToken("secret");

        // Then
        assertThatThrownBy(() -> hub(standIn.endpoint(), Optional.empty()).commit(REPOSITORY, Duration.ofSeconds(5)))
                .isInstanceOf(BaseModelException.class)
                .hasMessageContaining("answered 401")
                .hasMessageContaining("HF_TOKEN");
    }

    @Test
    void saysWhatIsNotThere() {
        // Given
        HubRepository other = new HubRepository("org", "other", "main");

        // Then
        assertThatThrownBy(() -> hub(standIn.endpoint(), Optional.empty()).commit(other, Duration.ofSeconds(5)))
                .isInstanceOf(BaseModelException.class)
                .hasMessageContaining("404")
                .hasMessageContaining("org/other");
    }

    @Test
    void givesUpOnAHubThatStaysAwayAndKeepsWhatItHas() {
        // Given
        standIn.answerAlways(503);

        // Then
        assertThatThrownBy(() -> hub(standIn.endpoint(), Optional.empty()).commit(REPOSITORY, Duration.ofSeconds(5)))
                .isInstanceOf(HubUnreachableException.class)
                .hasMessageContaining("answered 503");
    }

    @Test
    void namesTheHostThatDoesNotAnswer() {
        // Given
        URI nobody = standIn.endpoint();
        standIn.close();

        // Then
        assertThatThrownBy(() -> hub(nobody, Optional.empty()).commit(REPOSITORY, Duration.ofSeconds(5)))
                .isInstanceOf(HubUnreachableException.class)
                .hasMessageContaining(nobody.getAuthority())
                .hasMessageContaining("HF_ENDPOINT");
    }

    private Path fetch(Optional<String> token) {
        return download(standIn.endpoint(), token).fetch(REPOSITORY, HubStandIn.COMMIT);
    }

    private HubDownload download(URI endpoint, Optional<String> token) {
        return new HubDownload(hub(endpoint, token), cache, Duration.ofMillis(1), Duration.ofSeconds(10));
    }

    private static Hub hub(URI endpoint, Optional<String> token) {
        return new Hub(endpoint, token, Duration.ofSeconds(10));
    }
}
