package io.parlance.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadReaderTest {
    private static final String TYPE = "multipart/form-data; boundary=x";
    private static final int LIMIT = 10;
    private static final String PURPOSE =
            "--x\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nfine-tune\r\n";
    private static final String FILE =
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jsonl\"\r\n\r\n0123456789\r\n";

    @TempDir
    Path folder;

    @Test
    void takesTheFieldsInAnyOrder() throws Exception {
        for (String body : new String[] {PURPOSE + FILE, FILE + PURPOSE}) {
            assertThat(read(body)).isInstanceOfSatisfying(Upload.Received.class, r -> {
                assertThat(r.filename()).isEqualTo("a.jsonl");
                assertThat(r.bytes().bytes()).isEqualTo(10);
                assertThat(r.bytes().sha256())
                        .isEqualTo("84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882");
                assertThat(r.bytes().path()).hasContent("0123456789");
            });
        }
    }

    @Test
    void takesANameOutsideOfLatin() throws Exception {
        String extended = FILE.replace("filename=\"a.jsonl\"", "filename*=UTF-8''%E2%82%AC.jsonl");
        assertThat(read(PURPOSE + extended)).isInstanceOfSatisfying(Upload.Received.class, r -> assertThat(r.filename())
                .isEqualTo("\u20ac.jsonl"));
    }

    @Test
    void leavesNothingOfAFileThatIsTooLarge() throws Exception {
        assertRefused(PURPOSE + FILE.replace("0123456789", "0123456789a"), "file", 413);
    }

    @Test
    void refusesWhatIsMissingUnknownOrSentTwiceAndLeavesNothing() throws Exception {
        assertRefused(PURPOSE, "file", 400);
        assertRefused(FILE, "purpose", 400);
        assertRefused(FILE + PURPOSE + PURPOSE, "purpose", 400);
        assertRefused(FILE + PURPOSE.replace("purpose", "expires_after[seconds]"), "expires_after[seconds]", 400);
        assertRefused(FILE.replace("a.jsonl", "../a") + PURPOSE, "file", 400);
        assertRefused(FILE.replace("; filename=\"a.jsonl\"", "") + PURPOSE, "file", 400);
    }

    @Test
    void saysThatTheDiskIsAtFaultNotTheBody() throws Exception {
        Path noFolder = Files.writeString(folder.resolve("in the way"), "");
        StoredFiles stored = new StoredFiles(noFolder.resolve("files"), LIMIT);
        assertThatThrownBy(() -> new UploadReader(stored, LIMIT).read(body(PURPOSE + FILE), TYPE))
                .isInstanceOf(StoredFiles.NotStored.class)
                .hasMessageContaining("in the way");
    }

    @Test
    void refusesABodyThatIsNoMultipart() throws Exception {
        assertThat(new UploadReader(new StoredFiles(folder, LIMIT), LIMIT)
                        .read(new ByteArrayInputStream(new byte[] {1, 2}), "text/plain"))
                .isInstanceOfSatisfying(
                        Upload.Refused.class, r -> assertThat(r.param()).isEqualTo("body"));
    }

    @Test
    void saysWhyItRefusesThoughTheRestOfTheBodyIsNotToBeRead() throws Exception {
        InputStream closed = InputStream.nullInputStream();
        closed.close();
        assertThat(new UploadReader(new StoredFiles(folder, LIMIT), LIMIT).read(closed, "multipart/form-data"))
                .isInstanceOfSatisfying(
                        Upload.Refused.class, r -> assertThat(r.message()).contains("boundary"));
    }

    @Test
    void sweepsOnlyWhatIsOldAndUnknown() throws Exception {
        // Given
        StoredFiles stored = new StoredFiles(folder, LIMIT);
        Files.writeString(folder.resolve("file-01"), "known");
        Files.writeString(folder.resolve("file-02"), "unknown");
        Files.writeString(folder.resolve("0.incoming"), "broken off");
        // When
        stored.sweep("file-01"::equals, Instant.EPOCH);
        long kept = count();
        stored.sweep("file-01"::equals, Instant.now().plusSeconds(60));
        // Then
        assertThat(kept).isEqualTo(3);
        assertThat(count()).isEqualTo(1);
        assertThat(stored.find("file-01")).isPresent();
    }

    private void assertRefused(String body, String param, int status) throws Exception {
        assertThat(read(body)).isInstanceOfSatisfying(Upload.Refused.class, r -> {
            assertThat(r.param()).isEqualTo(param);
            assertThat(r.status()).isEqualTo(status);
        });
        assertThat(count()).isZero();
    }

    private long count() throws Exception {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    private Upload read(String parts) throws Exception {
        return new UploadReader(new StoredFiles(folder, LIMIT), LIMIT).read(body(parts), TYPE);
    }

    private static ByteArrayInputStream body(String parts) {
        return new ByteArrayInputStream((parts + "--x--\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
