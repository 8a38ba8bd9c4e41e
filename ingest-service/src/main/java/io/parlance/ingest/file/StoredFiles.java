package io.parlance.ingest.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** The bytes of uploaded files, one file each in one folder. A file is there as a whole or not at all. */
final class StoredFiles {
    private static final String INCOMING = ".incoming";
    /** Behind the id of a file whose bytes were removed, until its entry says so. */
    private static final String ERASED = ".erased";

    private final Path folder;
    private final long maxBytes;

    /** @param maxBytes of one file */
    StoredFiles(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /**
     * Writes bytes to disk as they come. Whatever fails, nothing is left.
     *
     * @throws IOException when they cannot be read
     * @throws TooLarge as soon as there are more than allowed
     * @throws NotStored when the disk does not take them
     */
    StagedFile stage(InputStream in) throws IOException, TooLarge, NotStored {
        Path path = folder.resolve(UUID.randomUUID() + INCOMING);
        FileOutputStream created = create(path);
        boolean whole = false;
        try (FileOutputStream file = created) {
            MessageDigest digest = sha256();
            long bytes = 0;
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                if (bytes > maxBytes) {
                    throw new TooLarge();
                }
                digest.update(buffer, 0, read);
                write(file, buffer, read);
            }
            sync(file);
            whole = true;
            return new StagedFile(path, bytes, HexFormat.of().formatHex(digest.digest()));
        } finally {
            if (!whole) {
                Files.deleteIfExists(path);
            }
        }
    }

    private FileOutputStream create(Path path) throws NotStored {
        try {
            Files.createDirectories(folder);
            return new FileOutputStream(path.toFile());
        } catch (IOException e) {
            throw new NotStored(folder, e);
        }
    }

    private void write(FileOutputStream file, byte[] buffer, int length) throws NotStored {
        try {
            file.write(buffer, 0, length);
        } catch (IOException e) {
            throw new NotStored(folder, e);
        }
    }

    private void sync(FileOutputStream file) throws NotStored {
        try {
            file.getFD().sync();
        } catch (IOException e) {
            throw new NotStored(folder, e);
        }
    }

    void keep(StagedFile staged, String id) throws NotStored {
        try {
            Files.move(staged.path(), path(id), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new NotStored(folder, e);
        }
    }

    void discard(StagedFile staged) throws IOException {
        Files.deleteIfExists(staged.path());
    }

    /** Empty when this folder does not have it. */
    Optional<Path> find(String id) {
        if (!FileId.isOne(id)) {
            return Optional.empty();
        }
        Path path = path(id);
        return Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
    }

    /** @return whether it was there */
    boolean remove(String id) throws IOException {
        return FileId.isOne(id) && Files.deleteIfExists(path(id));
    }

    /** Removes it, and keeps in mind that it was here until {@link #forgetErased}, for another process to go on from. */
    void erase(String id) throws IOException {
        Files.write(erased(id), new byte[0]);
        Files.deleteIfExists(path(id));
    }

    /** Whether its bytes were here and were removed by {@link #erase}. */
    boolean isErased(String id) {
        return FileId.isOne(id) && Files.exists(erased(id)) && !Files.exists(path(id));
    }

    void forgetErased(String id) throws IOException {
        Files.deleteIfExists(erased(id));
    }

    private Path erased(String id) {
        return path(id).resolveSibling(id + ERASED);
    }

    /** Removes what uploads that broke off have left behind. @param known ids that have a file */
    void sweep(Predicate<String> known, Instant olderThan) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "{file-*,*" + INCOMING + "}")) {
            for (Path path : all) {
                String name = path.getFileName().toString();
                if (!known.test(name.endsWith(ERASED) ? name.substring(0, name.length() - ERASED.length()) : name)
                        && Files.getLastModifiedTime(path).toInstant().isBefore(olderThan)) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (NoSuchFileException nothingUploadedYet) {
            // The folder is made by the first upload.
        }
    }

    private Path path(String id) {
        if (!FileId.isOne(id)) {
            throw new IllegalArgumentException("'%s' is no id of a file".formatted(id));
        }
        return folder.resolve(id);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("the JDK has no SHA-256", impossible);
        }
    }

    /** The disk does not take a file. */
    static final class NotStored extends Exception {
        private static final long serialVersionUID = 1L;

        NotStored(Path folder, IOException cause) {
            super("files cannot be written to %s: %s".formatted(folder, cause.getMessage()), cause);
        }
    }

    /** More bytes than a file may have. */
    static final class TooLarge extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
