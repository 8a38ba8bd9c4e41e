package io.parlance.preprocess.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Source;
import io.parlance.contracts.Split;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.dataset.leak.LeakReport.Crossings;
import io.parlance.preprocess.dataset.leak.LeakReport.Kind;
import io.parlance.preprocess.dataset.leak.LeakReport.Member;
import io.parlance.preprocess.dataset.leak.LeakReport.Pair;
import io.parlance.preprocess.dataset.leak.LeakReport.Side;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeakChecksTest {
    private final FakeLog log = new FakeLog();
    private final DatasetWindows windows = new DatasetWindows(log);
    private final DatasetVersions versions = new DatasetVersions(
            windows, new MemoryVersions(), new DatasetVersions.Shares(0.8, 0.1, 0.1), Clock.systemUTC());
    private final LeakChecks checks = new LeakChecks(windows, versions, 1_000_000);

    @Test
    void comparesAnUploadedFileAsItCameWithASplit() throws IOException {
        // Given
        log.append(0, submitted("c-1", "file-1", 3, "When do you open?", "At nine."));
        log.append(1, submitted("c-2", "live", 1, "When do you open?", "At nine."));
        log.append(0, Examples.of("t-1", "live", Split.TEST, "When do you open?", "At nine."));
        log.append(0, Examples.of("t-2", "live", Split.TRAIN, "When do you open?", "At nine."));
        // When
        LeakChecks.Outcome outcome =
                check("{\"a\":{\"file_id\":\"file-1\"},\"b\":{\"dataset\":\"live\",\"split\":\"test\"}}");
        // Then
        assertThat(outcome.report().sides()).containsExactly(new Side("a", 1, 1), new Side("b", 1, 1));
        assertThat(outcome.report().pairs())
                .containsExactly(new Pair(Kind.EXACT, 1, new Member("a", "c-1", 3L), new Member("b", "t-1", null)));
    }

    @Test
    void checksTheSplitsOfAVersionWithoutWhatCameLater() throws IOException {
        // Given
        log.append(0, Examples.of("a", "live", Split.TRAIN, "When do you open?", "At nine."));
        DatasetVersions.Fixed fixed = versions.fix("live", new DatasetVersions.Words(null, null, null));
        String id = ((DatasetVersions.Fixed.New) fixed).version().id();
        log.append(0, Examples.of("b", "live", Split.TEST, "When do you open?", "At nine."));
        // Then
        assertThat(check("{\"dataset\":\"live\",\"version\":\"%s\"}".formatted(id))
                        .report()
                        .total())
                .isZero();
        assertThat(check("{\"dataset\":\"live\"}").report().crossings())
                .containsExactly(
                        new Crossings("train", "validation", 0, 0, 0),
                        new Crossings("train", "test", 1, 0, 0),
                        new Crossings("validation", "test", 0, 0, 0));
    }

    @Test
    void countsWhatSaysNothing() throws IOException {
        // When
        LeakChecks.Outcome outcome = check(
                "{\"a\":{\"conversations\":[{\"text\":\"hello there\"},{}]},\"b\":{\"conversations\":[\"Hello there!\"]},\"limit\":0}");
        // Then
        assertThat(outcome.report().total()).isEqualTo(1);
        assertThat(outcome.report().pairs()).isEmpty();
        assertThat(outcome.unread().get("a").lines()).containsExactly(2L);
    }

    @Test
    void refusesASideThatHoldsNothingToCompare() {
        // Given
        LeakChecks.Bytes empty = () -> new ByteArrayInputStream(new byte[0]);
        LeakChecks.Bytes full = () -> new ByteArrayInputStream("hello there".getBytes(StandardCharsets.UTF_8));
        // Then
        assertThatThrownBy(() -> checks.ofFiles(Map.of("a", full, "b", empty), new LeakChecks.Settings(0.7, 1)))
                .hasMessageContaining("file b holds no text that could be compared");
        assertThatThrownBy(() -> check(
                        "{\"a\":{\"conversations\":[{\"id\":\"x\"}]},\"b\":{\"conversations\":[\"Hello there!\"]}}"))
                .hasMessageContaining("a.conversations holds no text")
                .hasMessageContaining("1 lines or elements could not be read");
    }

    @Test
    void refusesWhatItCannotFindOrDoesNotKnow() {
        assertThatThrownBy(() -> check("{\"dataset\":\"none\"}"))
                .hasMessageContaining("'none' has no prepared example");
        assertThatThrownBy(() -> check("{\"dataset\":\"live\",\"version\":\"dsv-0\"}"))
                .hasMessageContaining("no version 'dsv-0'");
        assertThatThrownBy(
                        () -> check("{\"a\":{\"dataset\":\"live\",\"splitt\":\"test\"},\"b\":{\"dataset\":\"live\"}}"))
                .hasMessageContaining("a.splitt is not known");
        assertThatThrownBy(() -> check("{\"dataset\":\"live\",\"threshold\":0.1}"))
                .hasMessageContaining("threshold is 0.1");
    }

    private LeakChecks.Outcome check(String request) throws IOException {
        return checks.of(RecordJson.read(request.getBytes(StandardCharsets.UTF_8), JsonNode.class));
    }

    private static ConversationSubmitted submitted(
            String id, String dataset, long line, String question, String answer) {
        return new ConversationSubmitted(
                        id, dataset, List.of(new Turn("user", question), new Turn("assistant", answer)), Map.of())
                .placed(id, dataset, new Source("file", dataset, line, "openai_chat"));
    }
}
