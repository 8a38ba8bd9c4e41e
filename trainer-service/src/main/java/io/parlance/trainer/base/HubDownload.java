package io.parlance.trainer.base;

import io.parlance.trainer.base.BaseReference.HubRepository;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Brings a hub repository's model into a folder of the cache. Files that are there and right are kept; a file that
 * broke off goes on where it ended, also after a restart; every file's digest is compared with what the hub states.
 */
final class HubDownload {
    private static final Logger LOG = Logger.getLogger(HubDownload.class);
    private static final int TRIES = 6;
    private static final long LOG_EVERY_BYTES = 64L << 20;

    private final Hub hub;
    private final Path cache;
    private final Duration pause;
    private final Duration stall;

    /**
     * @param pause between two tries
     * @param stall a transfer that brings nothing for so long is cut and begun again
     */
    HubDownload(Hub hub, Path cache, Duration pause, Duration stall) {
        this.hub = hub;
        this.cache = cache;
        this.pause = pause;
        this.stall = stall;
    }

    /** @return the folder with the model's files */
    Path fetch(HubRepository repository, String commit) {
        List<HubFile> files = hub.files(repository, commit).stream()
                .filter(HubFile::isPartOfAModel)
                .toList();
        if (files.stream().noneMatch(HubFile::isWeights)) {
            throw new BaseModelException(
                    "%s: commit %s has no model.safetensors; this build reads safetensors and GGUF. Take a repository with safetensors weights."
                            .formatted(repository.text(), commit));
        }
        Path folder = cache.resolve("hub")
                .resolve(repository.organization())
                .resolve(repository.repository())
                .resolve(commit);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        for (HubFile file : files) {
            fetch(repository, commit, file, folder);
        }
        return folder;
    }

    private void fetch(HubRepository repository, String commit, HubFile file, Path folder) {
        Path whole = folder.resolve(file.path());
        Path part = folder.resolve(file.path() + ".part");
        if (Files.exists(whole)) {
            if (isRight(file, whole)) {
                return;
            }
            LOG.warnf("cached file is damaged, fetching it again file=%s", whole);
            delete(whole);
        }
        int mismatches = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                transfer(repository, commit, file, part);
                if (isRight(file, part)) {
                    move(part, whole);
                    LOG.infof(
                            "base model file fetched repository=%s file=%s bytes=%d",
                            repository.name(), file.path(), file.sizeBytes());
                    return;
                }
                delete(part);
                if (++mismatches == 2) {
                    throw new BaseModelException(
                            "%s: %s came twice with other content than the hub's digest says; what lies between here and %s changes files. Check proxies and HF_ENDPOINT."
                                    .formatted(repository.text(), file.path(), hub.endpoint()));
                }
            } catch (HubUnreachableException e) {
                if (attempt >= TRIES) {
                    throw new BaseModelException(
                            "%s. %d tries; %s is kept and goes on at the next start."
                                    .formatted(e.getMessage(), TRIES, part),
                            e);
                }
                LOG.warnf(
                        "fetching broke off, going on attempt=%d file=%s reason=%s",
                        attempt, file.path(), e.getMessage());
                sleep(repository);
            }
        }
    }

    private void transfer(HubRepository repository, String commit, HubFile file, Path part) {
        long have = size(part);
        if (have > file.sizeBytes()) {
            delete(part);
            have = 0;
        }
        if (have == file.sizeBytes() && have > 0) {
            return;
        }
        HttpResponse<InputStream> answer = hub.open(repository, commit, file.path(), have);
        if (answer.statusCode() == 416) {
            Hub.close(answer);
            delete(part);
            throw new HubUnreachableException(
                    "%s: %s could not be continued at byte %d".formatted(repository.text(), file.path(), have), null);
        }
        // An answer of 200 to a request for a range starts again at the first byte.
        boolean goesOn = answer.statusCode() == 206;
        copy(repository, file, answer, part, goesOn ? have : 0);
        long now = size(part);
        if (now < file.sizeBytes()) {
            throw new HubUnreachableException(
                    "%s: %s ended at byte %d of %d".formatted(repository.text(), file.path(), now, file.sizeBytes()),
                    null);
        }
    }

    private void copy(HubRepository repository, HubFile file, HttpResponse<InputStream> answer, Path part, long from) {
        StandardOpenOption how = from > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (InputStream in = answer.body();
                StallGuard guard = new StallGuard(in, stall);
                OutputStream out = output(part, how)) {
            byte[] buffer = new byte[1 << 16];
            long done = from;
            long nextLog = done + LOG_EVERY_BYTES;
            for (int n = read(repository, file, in, buffer); n >= 0; n = read(repository, file, in, buffer)) {
                guard.progress();
                out.write(buffer, 0, n);
                done += n;
                if (done >= nextLog) {
                    LOG.infof("fetching base model file=%s bytes=%d of=%d", file.path(), done, file.sizeBytes());
                    nextLog = done + LOG_EVERY_BYTES;
                }
            }
        } catch (IOException e) {
            throw unwritable(part, e);
        }
    }

    private static OutputStream output(Path part, StandardOpenOption how) throws IOException {
        return Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    }

    /** Apart from writing, so that a broken connection and a full disk are told from one another. */
    private static int read(HubRepository repository, HubFile file, InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new HubUnreachableException(
                    "%s: the connection broke while %s was fetched (%s)"
                            .formatted(repository.text(), file.path(), e.getMessage()),
                    e);
        }
    }

    private static boolean isRight(HubFile file, Path path) {
        try {
            if (Files.size(path) != file.sizeBytes()) {
                return false;
            }
            return file.sha256() != null
                    ? Digests.sha256(path).equals(file.sha256())
                    : Digests.gitBlob(path).equals(file.gitBlob());
        } catch (IOException e) {
            throw new BaseModelException(
                    "%s could not be read (%s); check the disk".formatted(path, e.getMessage()), e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new BaseModelException(
                    "%s could not be read (%s); check the disk".formatted(file, e.getMessage()), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(to, e);
        }
    }

    static BaseModelException unwritable(Path file, IOException e) {
        return new BaseModelException(
                "%s could not be written (%s); make room on that disk or set PARLANCE_DATA to a folder on another one, then start again"
                        .formatted(file, e.getMessage()),
                e);
    }

    private void sleep(HubRepository repository) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BaseModelException("%s: interrupted".formatted(repository.text()), e);
        }
    }
}
