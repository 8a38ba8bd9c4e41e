package io.parlance.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    @Test
    void advisesNoParameterThatAFileCannotTake() throws IOException {
        assertThat(detail("notes.bin", "\u0001\u0002"))
                .contains("let its name end in")
                .doesNotContain("format");
        assertThat(detail("pairs.csv", "text,mood\na,b\n"))
                .startsWith("no record of the file is a conversation (refused: 1); line 1: columns give no field")
                .contains("A file takes no parameters");
    }

    @Test
    void saysThatTheRecordIsAtFaultWhereNoFieldIs() throws IOException {
        assertThat(detail("a.jsonl", "nonsense\n")).contains("; line 1: the record is not JSON: ");
    }

    private String detail(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        WholeFile whole = new WholeFile(file, name, "file-1", new Origin("file", "file-1"), 1 << 20);
        return ((WholeFile.Check.Unreadable) whole.check(1)).detail();
    }
}
