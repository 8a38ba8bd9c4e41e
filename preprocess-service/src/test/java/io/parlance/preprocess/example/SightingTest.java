package io.parlance.preprocess.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.preprocess.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SightingTest {
    private static final Sha256 CONTENT = Sha256.of("said");

    @Test
    void knowsEveryPlaceThatARecordOfItsIdWasReadAt() {
        // When
        Sighting sighting =
                stored(Sighting.first(CONTENT, "submitted-v1-2@7").and("2@9").and("0@3"));
        // Then
        assertThat(sighting.wasReadAt("2@7")).isTrue();
        assertThat(sighting.wasReadAt("2@9")).isTrue();
        assertThat(sighting.wasReadAt("0@3")).isTrue();
        assertThat(sighting.wasReadAt("2@8")).isFalse();
        assertThat(sighting.wasReadAt("0@7")).isFalse();
        assertThat(sighting.origin()).isEqualTo("kafka:submitted-v1-2@7");
    }

    @Test
    void goesByTheFirstPlaceWhereRepetitionsWereTooManyToBeNoted() {
        // Given
        Sighting sighting = Sighting.first(CONTENT, "t-2@7");
        // When
        for (int i = 10; i < 100; i++) {
            sighting = stored(sighting.and("2@" + i));
        }
        // Then
        assertThat(sighting.whole()).isFalse();
        assertThat(sighting.toBytes()).hasSizeLessThan(200);
        assertThat(sighting.wasReadAt("2@99")).isTrue();
        assertThat(sighting.wasReadAt("2@6")).isFalse();
        assertThat(sighting.wasReadAt("1@6")).isTrue();
    }

    @Test
    void readsWhatAnEarlierVersionStored() {
        // Given
        byte[] origin = "kafka:t-2@7".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(Sha256.BYTES + origin.length)
                .put(CONTENT.toBytes())
                .put(origin)
                .array();
        // When
        Sighting sighting = Sighting.fromBytes(bytes);
        // Then
        assertThat(sighting.content()).isEqualTo(CONTENT);
        assertThat(sighting.wasReadAt("2@7")).isTrue();
        assertThat(sighting.wasReadAt("2@12")).isTrue();
        assertThat(sighting.wasReadAt("2@6")).isFalse();
    }

    private static Sighting stored(Sighting sighting) {
        Sighting read = Sighting.fromBytes(sighting.toBytes());
        assertThat(read).isEqualTo(sighting);
        return read;
    }
}
