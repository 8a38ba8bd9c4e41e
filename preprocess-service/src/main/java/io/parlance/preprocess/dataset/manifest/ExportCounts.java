package io.parlance.preprocess.dataset.manifest;

import io.parlance.contracts.DatasetManifest.Export;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Split;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Size and digest of the files that an export of each split will be, without keeping them. */
final class ExportCounts {
    private final Map<Split, File> files = new EnumMap<>(Split.class);

    private static final class File {
        private final MessageDigest digest = sha256();
        private long lines;
        private long bytes;
    }

    void add(ExamplePrepared example) {
        File file = files.computeIfAbsent(example.split(), _ -> new File());
        ExportLines.OPENAI_CHAT.line(example).ifPresent(line -> {
            file.digest.update(line);
            file.lines++;
            file.bytes += line.length;
        });
    }

    List<Export> exports() {
        List<Export> exports = new ArrayList<>();
        for (Split split : Split.values()) {
            File file = files.getOrDefault(split, new File());
            exports.add(new Export(split, file.lines, file.bytes, HexFormat.of().formatHex(file.digest.digest())));
        }
        return exports;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("the JDK has no SHA-256", impossible);
        }
    }
}
