package io.parlance.ingest.file;

import io.parlance.contracts.ErasureRequested;
import io.parlance.contracts.FileUploaded;
import io.parlance.contracts.FilesErased;
import io.parlance.contracts.Topics;
import io.parlance.ingest.EventWriter;
import io.parlance.ingest.Submission;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Tells what is known of a file, and knows it itself as soon as the broker has it. */
final class FileAnnouncements {
    private final EventWriter events;
    private final FileCatalog catalog;

    FileAnnouncements(EventWriter events, FileCatalog catalog) {
        this.events = events;
        this.catalog = catalog;
    }

    void tell(FileUploaded file) throws InterruptedException, Submission.NotAnnounced {
        String id = file.id()
                + "/"
                + file.status().name().toLowerCase(Locale.ROOT)
                + (file.erasure() == null ? "" : "/" + file.erasure());
        catalog.tell(file.id(), file, acknowledged(events.write(file, id)));
    }

    void deleted(String id) throws InterruptedException, Submission.NotAnnounced {
        catalog.tell(id, null, acknowledged(events.erase(Topics.FILES_UPLOADED, id)));
    }

    void erased(FilesErased answer) throws InterruptedException, Submission.NotAnnounced {
        acknowledged(events.write(answer, answer.erasureId()));
    }

    /** Asks for an end of all that was made of a file. */
    void erase(ErasureRequested request) throws InterruptedException, Submission.NotAnnounced {
        acknowledged(events.write(request, request.erasureId()));
    }

    private static long acknowledged(CompletionStage<Long> sent) throws InterruptedException, Submission.NotAnnounced {
        try {
            return sent.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new Submission.NotAnnounced(e.getCause());
        }
    }
}
