package io.parlance.ingest.file;

import io.parlance.contracts.ErasureLocated;
import io.parlance.contracts.FileUploaded;
import io.parlance.contracts.FilesErased;
import io.parlance.ingest.Submission;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Removes the bytes of files for erasures. A file's entry says that its bytes are gone only after they are, and an erasure is
 * answered when the entries of all its files say so; therefore every instance, after whatever crash, gives the same
 * answer, and the bytes are removed by the instance that has them. Used by one thread.
 */
final class FileErasures {
    private static final Logger LOG = Logger.getLogger(FileErasures.class);

    private final StoredFiles stored;
    private final FileCatalog catalog;
    private final FileAnnouncements announcements;
    private final FileWork work;
    private final Map<String, ErasureLocated> open = new LinkedHashMap<>();
    private final Set<String> settled = new HashSet<>();
    private final Set<String> said = new HashSet<>();

    FileErasures(StoredFiles stored, FileCatalog catalog, FileAnnouncements announcements, FileWork work) {
        this.stored = stored;
        this.catalog = catalog;
        this.announcements = announcements;
        this.work = work;
    }

    /** Takes note of an erasure; nothing is done before {@link #goOn}. */
    void located(ErasureLocated erasure) {
        if (!settled.contains(erasure.erasureId())) {
            open.put(erasure.erasureId(), erasure);
        }
    }

    /** Takes note that an erasure was answered, here or elsewhere. */
    void settled(String erasureId) {
        settled.add(erasureId);
        open.remove(erasureId);
    }

    /** Its owner deleted a file, perhaps through another instance: bytes that are here go. */
    void deleted(String fileId) {
        try {
            work.stop(fileId);
            if (stored.remove(fileId)) {
                LOG.infof("bytes of a deleted file removed file=%s", fileId);
            }
        } catch (IOException e) {
            LOG.errorf(e, "bytes of a deleted file not removed, the next start tries again file=%s", fileId);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Whether a file is to lose its bytes. */
    boolean concern(String fileId) {
        return open.values().stream().anyMatch(erasure -> erasure.files().contains(fileId));
    }

    /** Does what can be done now, all events of files being known; what fails is tried again at the next call. */
    void goOn() {
        for (ErasureLocated erasure : List.copyOf(open.values())) {
            try {
                Optional<FilesErased> answer = erase(erasure);
                if (answer.isPresent()) {
                    announcements.erased(answer.get());
                    LOG.infof(
                            "files erased erasure=%s removed=%s absent=%s",
                            erasure.erasureId(),
                            answer.get().removed(),
                            answer.get().absent());
                    settled(erasure.erasureId());
                }
            } catch (IOException | Submission.NotAnnounced | KafkaException e) {
                if (said.add(erasure.erasureId())) {
                    LOG.errorf(e, "files not erased yet, it is tried again erasure=%s", erasure.erasureId());
                }
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }

    /** Empty while bytes lie with another instance. */
    private Optional<FilesErased> erase(ErasureLocated erasure)
            throws IOException, InterruptedException, Submission.NotAnnounced {
        List<String> removed = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        boolean whole = true;
        for (String id : erasure.files().stream().distinct().sorted().toList()) {
            Optional<FileUploaded> file = catalog.find(id);
            if (file.isPresent() && file.get().erasure() == null) {
                if (stored.find(id).isEmpty() && !stored.isErased(id)) {
                    whole = false;
                    sayElsewhere(erasure, id);
                    continue;
                }
                erase(id, erasure.erasureId());
                removed.add(id);
            } else if (file.isPresent() && file.get().erasure().equals(erasure.erasureId())) {
                removed.add(id);
            } else {
                absent.add(id);
            }
        }
        return whole ? Optional.of(new FilesErased(erasure.erasureId(), removed, absent)) : Optional.empty();
    }

    private void erase(String id, String erasureId) throws IOException, InterruptedException, Submission.NotAnnounced {
        work.stop(id);
        stored.erase(id);
        // What was known of it may have changed while its work was stopped.
        Optional<FileUploaded> file = catalog.find(id);
        if (file.isPresent()) {
            announcements.tell(without(file.get(), erasureId));
            stored.forgetErased(id);
        }
    }

    private void sayElsewhere(ErasureLocated erasure, String id) {
        if (said.add(erasure.erasureId() + "/" + id)) {
            LOG.warnf(
                    "erasure waits for the instance that has the file's bytes; delete the file if there is none any more"
                            + " erasure=%s file=%s",
                    erasure.erasureId(), id);
        }
    }

    private static FileUploaded without(FileUploaded file, String erasureId) {
        boolean brokenOff = file.status() == FileUploaded.Status.UPLOADED;
        return new FileUploaded(
                file.id(),
                file.filename(),
                file.purpose(),
                file.bytes(),
                file.sha256(),
                file.createdAt(),
                brokenOff ? FileUploaded.Status.ERROR : file.status(),
                file.format(),
                brokenOff ? "its bytes were removed before all of it was submitted" : file.detail(),
                file.accepted(),
                file.rejected(),
                erasureId);
    }
}
