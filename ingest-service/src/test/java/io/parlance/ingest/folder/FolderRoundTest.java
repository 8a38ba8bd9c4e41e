package io.parlance.ingest.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.Topics;
import io.parlance.ingest.IngestSettings;
import io.parlance.ingest.PlayedBroker;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRoundTest {
    private static final String GOOD =
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Hello\"}]}\n";
    private static final ObjectMapper JSON = new ObjectMapper();
    private final IngestSettings settings = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .addDefaultInterceptors()
            .withMapping(IngestSettings.class)
            .build()
            .getConfigMapping(IngestSettings.class);
    private final PlayedBroker broker = new PlayedBroker();

    @TempDir
    Path folder;

    private Instant now = Instant.EPOCH;

    @Test
    void submitsAFileOnceItStoodStillAndMovesItAsideWithAReport() throws Exception {
        // Given
        write("shop/orders.jsonl", GOOD + "not json\n");
        FolderRound round = round();
        round.look();
        write("shop/orders.jsonl", GOOD + "not json\n" + GOOD.replace("Hi", "Bye"));
        wait(settings.folder().settle());
        round.look();
        assertThat(folder.resolve("shop/orders.jsonl")).exists();
        // When
        wait(settings.folder().settle());
        round.look();
        // Then
        assertThat(folder.resolve("shop/orders.jsonl")).doesNotExist();
        assertThat(folder.resolve("done/shop/orders.jsonl")).exists();
        JsonNode report = JSON.readTree(
                folder.resolve("done/shop/orders.jsonl.report.json").toFile());
        assertThat(report.path("accepted").asInt()).isEqualTo(2);
        assertThat(report.path("rejected").asInt()).isEqualTo(1);
        assertThat(report.path("format").asText()).isEqualTo("openai_chat");
        assertThat(report.path("rejections").path(0).path("line").asInt()).isEqualTo(2);
        assertThat(broker.events(Topics.CONVERSATIONS_SUBMITTED)).hasSize(2).allSatisfy(c -> {
            assertThat(c.path("dataset").asText()).isEqualTo("shop");
            assertThat(c.path("source").path("kind").asText()).isEqualTo("folder");
            assertThat(c.path("source").path("place").asText()).isEqualTo("shop/orders.jsonl");
        });
        assertThat(broker.events(Topics.CONVERSATIONS_REJECTED))
                .singleElement()
                .satisfies(r -> assertThat(r.path("origin").asText()).isEqualTo("folder:shop/orders.jsonl"));
    }

    @Test
    void refusesAFileAsAWholeAndSaysWhy() throws Exception {
        // Given
        write("bad.jsonl", "{}\n{}\n");
        write("file-1/good.jsonl", GOOD);
        // When
        settled(round());
        // Then
        JsonNode report =
                JSON.readTree(folder.resolve("refused/bad.jsonl.report.json").toFile());
        assertThat(report.path("refused").asText()).contains("line 1");
        assertThat(report.path("findings").path(1).path("line").asInt()).isEqualTo(2);
        assertThat(folder.resolve("refused/bad.jsonl")).exists();
        assertThat(JSON.readTree(folder.resolve("refused/file-1/good.jsonl.report.json")
                                .toFile())
                        .path("refused")
                        .asText())
                .contains("'file-1'");
        assertThat(broker.of(Topics.CONVERSATIONS_SUBMITTED)).isEmpty();
    }

    @Test
    void leavesTheFileWhileKafkaIsAwayAndTakesItWithTheSameIdsAfterwards() throws Exception {
        // Given
        write("a.jsonl", GOOD);
        FolderRound round = round();
        round.look();
        wait(settings.folder().settle());
        broker.away(true);
        assertThatThrownBy(round::look).isInstanceOf(Exception.class);
        assertThat(folder.resolve("a.jsonl")).exists();
        // When
        broker.away(false);
        round.look();
        write("a.jsonl", GOOD);
        settled(round());
        // Then
        assertThat(folder.resolve("done/a.jsonl")).exists();
        assertThat(folder.resolve("done/a-2.jsonl")).exists();
        assertThat(folder.resolve("done/a-2.jsonl.report.json")).exists();
        assertThat(broker.of(Topics.CONVERSATIONS_SUBMITTED))
                .hasSize(2)
                .extracting(r -> r.key())
                .containsOnly(
                        broker.of(Topics.CONVERSATIONS_SUBMITTED).getFirst().key());
    }

    @Test
    void goesOnWithOtherFilesWhereOneCannotBeMoved() throws Exception {
        // Given: no folder can be made where a file is
        write("done/shop", "in the way");
        write("a/first.jsonl", GOOD);
        write("shop/second.jsonl", GOOD);
        write("zoo/third.jsonl", GOOD);
        // When
        settled(round());
        // Then
        assertThat(folder.resolve("done/a/first.jsonl")).exists();
        assertThat(folder.resolve("shop/second.jsonl")).exists();
        assertThat(folder.resolve("done/zoo/third.jsonl")).exists();
    }

    @Test
    void leavesHiddenFilesAndLinksAlone() throws Exception {
        // Given
        write(".half.jsonl", GOOD);
        Files.createSymbolicLink(folder.resolve("link.jsonl"), folder.resolve(".half.jsonl"));
        // When
        settled(round());
        // Then
        assertThat(broker.of(Topics.CONVERSATIONS_SUBMITTED)).isEmpty();
        assertThat(folder.resolve("link.jsonl")).exists();
    }

    private void settled(FolderRound round) throws Exception {
        round.look();
        wait(settings.folder().settle());
        round.look();
    }

    private void wait(Duration duration) {
        now = now.plus(duration);
    }

    private void write(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private FolderRound round() {
        return new FolderRound(new FolderShelves(folder, JSON), broker.announcements(), settings, new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        });
    }
}
