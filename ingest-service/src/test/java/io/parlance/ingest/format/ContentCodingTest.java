package io.parlance.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 8, 9, 100_000})
    void readsMembersOneAfterTheOther(int atATime) throws IOException {
        byte[] noise = noise();
        byte[] unpacked = unpacked(joined(gzip(noise), gzip(noise), gzip(new byte[0])), atATime);
        assertThat(unpacked).isEqualTo(joined(noise, noise));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 100_000})
    void refusesWhatFollowsAMemberAndIsNone(int atATime) throws IOException {
        // Given
        byte[] good = gzip(noise());
        byte[] damaged = gzip(noise());
        damaged[1] ^= 1;
        // When, then
        for (byte[] behind : new byte[][] {{'x'}, "junk and more junk".getBytes(StandardCharsets.US_ASCII), damaged}) {
            assertThatThrownBy(() -> unpacked(joined(good, behind), atATime))
                    .isInstanceOf(CorruptCoding.class)
                    .hasMessageContaining("what follows its end is no gzip stream");
        }
    }

    private static byte[] unpacked(byte[] packed, int atATime) throws IOException {
        InputStream slow = new ByteArrayInputStream(packed) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, atATime));
            }
        };
        return ContentCoding.GZIP.decoded(slow).readAllBytes();
    }

    private static byte[] noise() {
        byte[] noise = new byte[3_000];
        new Random(11).nextBytes(noise);
        return noise;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }
}
