package io.parlance.contracts;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RecordsAtBirthTest {
    private static final String SHA = "a".repeat(64);

    @Test
    void refusesADigestThatIsNone() {
        refuses(() -> new ArtifactRef("file:///x", "abc", 1), "sha256", "64 lower-case hex digits");
    }

    @Test
    void refusesAnArtifactWithoutBytes() {
        refuses(() -> new ArtifactRef("file:///x", SHA, 0), "bytes is 0", "at least 1");
    }

    @Test
    void refusesAnIntervalUpsideDown() {
        refuses(() -> new Estimate(1, 2, 0, 5), "low <= high");
    }

    @Test
    void refusesANumberThatIsNone() {
        refuses(() -> new Estimate(Double.NaN, 0, 1, 5), "finite");
    }

    @Test
    void refusesAWindowOutOfOrder() {
        refuses(
                () -> new DatasetWindow(
                        "live", Topics.EXAMPLES_PREPARED, List.of(new OffsetRange(1, 0, 1), new OffsetRange(0, 0, 1))),
                "ascending");
    }

    @Test
    void refusesAnExampleThatTrainsOnTokensItHasNot() {
        refuses(
                () -> new ExamplePrepared(
                        "c",
                        "live",
                        Split.TEST,
                        List.of(new Turn("user", "x")),
                        new TokenIds(1, 2),
                        List.of(new TokenSpan(1, 3)),
                        new Embedding(1),
                        "b",
                        SHA,
                        SHA,
                        SHA),
                "reaches token 3 of 2");
    }

    @Test
    void refusesAnExampleInWhichNothingIsTrained() {
        refuses(
                () -> new ExamplePrepared(
                        "c",
                        "live",
                        Split.TEST,
                        List.of(new Turn("user", "x")),
                        new TokenIds(1, 2),
                        List.of(),
                        new Embedding(1),
                        "b",
                        SHA,
                        SHA,
                        SHA),
                "trained is 0");
    }

    @Test
    void refusesALearningRateOfNothing() {
        refuses(() -> new Hyperparameters(1, 8, 0, 0, 8, 16, 0, 512, 1), "learningRate");
    }

    @Test
    void refusesATopicWithoutAVersion() {
        refuses(() -> new Topic("conversations.submitted", 1, new Topic.Retention.Forever()), "a version");
    }

    @Test
    void knowsNoOtherTopics() {
        refuses(() -> Topics.named("models.retired.v1"), "models.retired.v1", "this build knows");
    }

    private static void refuses(ThrowingCallable birth, String... says) {
        assertThatThrownBy(birth).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(says);
    }
}
