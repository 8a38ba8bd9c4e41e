package io.parlance.model.artifact.store;

import io.parlance.model.artifact.ArtifactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Checks parts against their manifest: size first, since that costs nothing, then the digest. */
final class VerifiedParts {
    private static final String REMEDY = "Restore it from a backup, or train or import the model again";

    /** Digests of files as they were: several models opened in one process share their base's parts. */
    private static final Map<Path, Digested> SEEN = new ConcurrentHashMap<>();

    private record Digested(long bytes, FileTime modified, String sha256) {}

    private VerifiedParts() {}

    static void check(Path folder, ModelPart part) {
        Path file = folder.resolve(part.path());
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (now.size() != part.bytes()) {
                throw new ArtifactException("%s has %,d bytes, expected %,d: it is %s. %s"
                        .formatted(
                                file,
                                now.size(),
                                part.bytes(),
                                now.size() < part.bytes() ? "truncated" : "not the file that was stored",
                                REMEDY));
            }
            String sha256 = digest(file, now);
            if (!sha256.equals(part.sha256())) {
                throw new ArtifactException("%s has sha256 %s, expected %s: its content was changed or damaged. %s"
                        .formatted(file, sha256, part.sha256(), REMEDY));
            }
        } catch (NoSuchFileException e) {
            throw new ArtifactException(
                    "%s is missing (%,d bytes expected). %s".formatted(file, part.bytes(), REMEDY), e);
        } catch (IOException e) {
            throw new ArtifactException("%s cannot be read: %s. %s".formatted(file, e, REMEDY), e);
        }
    }

    private static String digest(Path file, BasicFileAttributes now) throws IOException {
        Digested seen = SEEN.get(file);
        if (seen != null && seen.bytes() == now.size() && seen.modified().equals(now.lastModifiedTime())) {
            return seen.sha256();
        }
        String sha256 = Sha256.of(file);
        SEEN.put(file, new Digested(now.size(), now.lastModifiedTime(), sha256));
        return sha256;
    }
}
