package io.parlance.preprocess.augmentation.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.preprocess.augmentation.Counts;
import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void comesBackFromItsText() {
        // Given
        Tally tally = Tally.NONE
                .plus("a@1", new Counts(4, 1, 1, 1, 1))
                .plus("b@2", new Counts(1, 1, 0, 0, 0))
                .plus("a@1", new Counts(1, 0, 0, 0, 1));
        // When
        Tally back = Tally.of(tally.toText());
        // Then
        assertThat(back).isEqualTo(tally);
        assertThat(back.byMethod().get("a@1")).isEqualTo(new Counts(5, 1, 1, 1, 2));
    }

    @Test
    void isEmptyWhereNothingWasWritten() {
        assertThat(Tally.of("")).isEqualTo(Tally.NONE);
        assertThat(Tally.of(null)).isEqualTo(Tally.NONE);
    }

    @Test
    void refusesWhatAnotherProgramWrote() {
        assertThatThrownBy(() -> Tally.of("mine")).hasMessageContaining("was the group used by another program?");
    }

    @Test
    void fitsIntoAnOffsetsMetadataWithTheLargestCounts() {
        // Given
        long most = Long.MAX_VALUE;
        Tally tally = Tally.NONE;
        for (int i = 0; i < 16; i++) {
            tally = tally.plus("a-method-of-a-long-name-" + i + "@1", new Counts(most, most, most, most, most));
        }
        // Then: Kafka's offset.metadata.max.bytes
        assertThat(tally.toText().length()).isLessThan(4096);
    }
}
