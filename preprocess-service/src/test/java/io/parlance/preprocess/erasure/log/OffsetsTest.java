package io.parlance.preprocess.erasure.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OffsetsTest {
    private static final long FAR = 5_000_000_000L;

    private final Offsets offsets = new Offsets();

    @Test
    void findsTheNextOneAcrossPages() {
        // Given
        offsets.add(3);
        offsets.add(FAR);
        // Then
        assertThat(offsets.from(0)).isEqualTo(OptionalLong.of(3));
        assertThat(offsets.from(3)).isEqualTo(OptionalLong.of(3));
        assertThat(offsets.from(4)).isEqualTo(OptionalLong.of(FAR));
        assertThat(offsets.from(FAR + 1)).isEmpty();
    }

    @Test
    void countsEachOnce() {
        // When
        assertThat(offsets.add(65_535)).isTrue();
        assertThat(offsets.add(65_536)).isTrue();
        assertThat(offsets.add(65_536)).isFalse();
        offsets.remove(65_535);
        offsets.remove(65_535);
        // Then
        assertThat(offsets.count()).isEqualTo(1);
        List<Long> all = new ArrayList<>();
        offsets.forEach(all::add);
        assertThat(all).containsExactly(65_536L);
    }

    @Test
    void tellsHowManyAnotherHasNot() {
        // Given
        offsets.add(1);
        offsets.add(5);
        offsets.add(9);
        Offsets other = new Offsets();
        other.add(9);
        // Then
        assertThat(offsets.missingIn(other, 0)).isEqualTo(2);
        assertThat(offsets.missingIn(other, 2)).isEqualTo(1);
    }
}
