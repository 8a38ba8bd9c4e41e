package io.parlance.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.broker.TestBroker;
import io.parlance.contracts.EvaluationCompleted.Verdict;
import io.parlance.local.console.Screen;
import io.parlance.local.world.WorldException;
import io.parlance.local.world.WorldState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoRunTest {
    @TempDir
    Path folder;

    @Test
    void tellsTheWholeLoopAlthoughEveryServiceIsAwayOnce() throws Exception {
        // Given
        try (var loop = new ActedLoop(TestBroker.bootstrapServers(), "ftjob-promoted", Verdict.PROMOTE)) {
            // When
            String told = tell(loop, Optional.empty());

            // Then
            assertThat(told)
                    .contains("acted-base: LlamaForCausalLM")
                    .contains("356 accepted, 1 rejected")
                    .contains("line 3: messages is missing")
                    .contains("356 in = 0 prepared + 356 dropped (356 already_known) + 0 rejected")
                    .contains("POST /v1/fine_tuning/jobs: ftjob-promoted")
                    .contains("step 4/4  loss 0.750")
                    .contains("280 conversations (35 for validation, 0 too long)")
                    .contains("perplexity (lower is better)")
                    .contains("27.200 [25.000, 29.000]")
                    .contains("-22.400 [-24.000, -20.000]")
                    .contains("verdict: promoted (acted)")
                    .contains("What would the Heron cost us?")
                    .contains("base:   said by acted-base")
                    .contains("served: said by " + loop.candidate().id())
                    .contains("185 euros")
                    .contains("training and export")
                    .contains("total");
            assertThat(loop.timesAsked("POST /v1/fine_tuning/jobs")).isEqualTo(1);
        }
    }

    @Test
    void endsWellWhenTheCandidateIsNoBetter() throws Exception {
        // Given
        Path data = Files.writeString(
                folder.resolve("two.jsonl"), "{\"id\":\"a\",\"messages\":[]}\n{\"id\":\"b\",\"messages\":[]}\n");
        try (var loop = new ActedLoop(TestBroker.bootstrapServers(), "ftjob-kept", Verdict.KEEP)) {
            // When
            String told = tell(loop, Optional.of(data));

            // Then
            assertThat(told).contains("two.jsonl").contains("2 accepted").contains("verdict: kept what serves");
        }
    }

    @Test
    void namesADataFileThatIsNotThere() {
        // When, Then
        assertThatThrownBy(() -> new DemoRun(
                        screen(new ByteArrayOutputStream()), Optional.of(folder.resolve("no.jsonl")), Optional.empty()))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("--data")
                .hasMessageContaining("no.jsonl");
    }

    private static String tell(ActedLoop loop, Optional<Path> data) throws Exception {
        var out = new ByteArrayOutputStream();
        var world = new WorldState(
                WorldState.PRODUCT,
                "/data",
                1,
                WorldState.Phase.RUNNING,
                null,
                loop.port(),
                TestBroker.bootstrapServers(),
                true,
                false,
                List.of());
        new DemoRun(screen(out), data, Optional.of("acted:base"))
                .run(new StartedWorld(world), Optional.of(Duration.ofSeconds(9)));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Screen screen(ByteArrayOutputStream out) {
        return new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), false);
    }

    private record StartedWorld(WorldState state) implements DemoRun.World {
        @Override
        public WorldState begin() {
            return state;
        }

        @Override
        public WorldState ready() {
            return state;
        }

        @Override
        public boolean trainerLives() {
            return true;
        }
    }
}
