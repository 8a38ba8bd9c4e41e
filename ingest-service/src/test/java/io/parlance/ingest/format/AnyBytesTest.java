package io.parlance.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.parlance.contracts.CheckedConversation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, each format has an answer: a conversation, or a refusal that names its line and rule. */
class AnyBytesTest {
    private static final int INPUTS_PER_SAMPLE = 200;
    private static final Map<Format, String> SAMPLES = new LinkedHashMap<>();

    static {
        SAMPLES.put(
                Format.OPENAI_CHAT,
                "{\"id\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Hello\",\"weight\":1}],\"metadata\":{\"k\":\"v\"}}\n"
                        .repeat(3));
        SAMPLES.put(
                Format.SHAREGPT,
                "[{\"conversations\":[{\"from\":\"human\",\"value\":\"Hi\"},{\"from\":\"function_call\",\"value\":\"{\\\"name\\\":\\\"f\\\",\\\"arguments\\\":{}}\"},{\"from\":\"observation\",\"value\":\"1\"},{\"from\":\"gpt\",\"value\":\"Hello\"}],\"system\":\"x\"}]");
        SAMPLES.put(
                Format.ALPACA,
                "{\"instruction\":\"a\",\"input\":\"b\",\"output\":\"c\",\"history\":[[\"d\",\"e\"]]}\n".repeat(3));
        SAMPLES.put(
                Format.PREFERENCE,
                "{\"chosen\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}],\"rejected\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"c\"}]}\n{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]},\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"b\"}],\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"c\"}]}");
        SAMPLES.put(Format.PROMPT_COMPLETION, "{\"prompt\":\"a\",\"completion\":\"b\",\"label\":\"c\"}\r\n".repeat(3));
        SAMPLES.put(Format.CSV, "prompt,completion,label\n\"a \"\"b\"\",\",c,d\n\"e\nf\",g,\n");
        SAMPLES.put(Format.TSV, "question\tanswer\na\tb\n\"c\td\"\te\n");
        SAMPLES.put(Format.TEXT, "Title\n\n# Heading\ntext caf\u00e9\n\nmore\n```\n# code\n```\n");
        SAMPLES.put(
                Format.HTML,
                "<!doctype html><title>T</title><h1>A</h1><p>b<ul><li>c</ul><h2>D</h2><pre> e\n</pre><table><tr><td>f</table>");
    }

    @Test
    void haveAnAnswerInEachFormat() throws IOException {
        Random random = new Random(11);
        long good = 0;
        long refused = 0;
        for (Map.Entry<Format, String> sample : SAMPLES.entrySet()) {
            byte[] bytes = sample.getValue().getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < INPUTS_PER_SAMPLE; i++) {
                FormatCheck check = answered(sample.getKey(), changed(bytes, random));
                good += check.good();
                refused += check.records() - check.good();
            }
        }
        assertThat(good).isGreaterThan(500);
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void haveAnAnswerAsParquet() throws IOException {
        Random random = new Random(12);
        long good = 0;
        for (String sample : new String[] {"chat-snappy", "chat-zstd", "pairs", "tools"}) {
            byte[] bytes;
            try (InputStream in =
                    Objects.requireNonNull(AnyBytesTest.class.getResourceAsStream("/parquet/" + sample + ".parquet"))) {
                bytes = in.readAllBytes();
            }
            for (int i = 0; i < INPUTS_PER_SAMPLE / 4; i++) {
                good += answered(Format.PARQUET, changed(bytes, random)).good();
            }
        }
        assertThat(good).isPositive();
    }

    @Test
    void haveAnAnswerWhenPacked() throws IOException {
        Random random = new Random(13);
        byte[] zstd = Zstd.compress(SAMPLES.get(Format.ALPACA).repeat(50).getBytes(StandardCharsets.UTF_8));
        int corrupt = 0;
        for (int i = 0; i < INPUTS_PER_SAMPLE; i++) {
            try {
                answered(
                        Format.ALPACA,
                        ContentCoding.ZSTD
                                .decoded(new ByteArrayInputStream(changed(zstd, random)))
                                .readAllBytes());
            } catch (CorruptCoding e) {
                corrupt++;
                assertThat(e).hasMessageStartingWith("the zstd stream cannot be unpacked behind");
            }
        }
        assertThat(corrupt).isPositive();
    }

    private static FormatCheck answered(Format format, byte[] bytes) throws IOException {
        Reading reading = new Reading(format, null, null, Set.of(), Columns.BY_NAME, null, null, 1 << 16, 1 << 20);
        try (RecordReader records = RecordReader.open(new ByteArrayInputStream(bytes), reading)) {
            FormatCheck check = FormatCheck.of(new Noting(records), 5);
            assertThat(check.findings()).allSatisfy(f -> assertThat(f.rule()).isNotBlank());
            assertThat(check.records() - check.good()).isLessThanOrEqualTo(check.totalFindings());
            return check;
        }
    }

    /** Checks each record as it passes. */
    private record Noting(RecordReader records) implements RecordReader {
        @Override
        public ReadRecord next() throws IOException {
            ReadRecord record = records.next();
            if (record != null && record.judged() instanceof CheckedConversation.Refused refused) {
                assertThat(refused.violations()).isNotEmpty();
                assertThat(record.payload().length()).isNotNegative();
                if (records.format() != Format.PARQUET && !(record.payload() instanceof Frame)) {
                    assertThat(record.line()).isPositive();
                }
            }
            return record;
        }

        @Override
        public Format format() {
            return records.format();
        }

        @Override
        public void close() throws IOException {
            records.close();
        }
    }

    private static byte[] changed(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        for (int changes = random.nextInt(5); changes > 0; changes--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(3)) {
                case 0 -> changed[at] = (byte) random.nextInt(256);
                case 1 -> changed[at] = (byte) "{}[]\",:\n\r\t<>#".charAt(random.nextInt(13));
                default -> changed = Arrays.copyOf(changed, Math.max(1, at));
            }
        }
        return changed;
    }
}
