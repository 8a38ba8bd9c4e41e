package io.parlance.preprocess.augmentation.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.preprocess.augmentation.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AugmentationLoopTest {
    @Test
    void saysWhatIsMissingAndTriesAgain() throws InterruptedException {
        // Given
        AtomicInteger tries = new AtomicInteger();
        try (AugmentationLoop loop = new AugmentationLoop(() -> {
            tries.incrementAndGet();
            throw new UnavailableException("no engine; install one");
        })) {
            // When
            loop.start();
            // Then
            Instant deadline = Instant.now().plusSeconds(20);
            while (tries.get() < 2 && Instant.now().isBefore(deadline)) {
                Thread.sleep(Duration.ofMillis(20));
            }
            assertThat(tries.get()).isGreaterThanOrEqualTo(2);
            assertThat(loop.state()).isEqualTo(new AugmentationState.Waiting("no engine; install one"));
        }
    }
}
