package io.parlance.ingest.file;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.ErasureLocated;
import io.parlance.contracts.FileUploaded;
import io.parlance.contracts.Topics;
import io.parlance.ingest.Following;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Kafka in: what is known of files, and the erasures that concern them. */
final class FileNews implements Following.Listener {
    private static final Logger LOG = Logger.getLogger(FileNews.class);
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Following following;
    private final FileCatalog catalog;
    private final FileErasures erasures;
    private final Runnable caughtUp;
    private volatile boolean complete;

    /** @param caughtUp called once, when all that was known at the start is read and what is to be erased is not taken up */
    FileNews(Map<String, Object> kafka, FileCatalog catalog, FileErasures erasures, Runnable caughtUp) {
        this.following = new Following(
                "file-news", List.of(Topics.FILES_UPLOADED, Topics.ERASURES_LOCATED, Topics.FILES_ERASED), kafka, this);
        this.catalog = catalog;
        this.erasures = erasures;
        this.caughtUp = caughtUp;
    }

    void follow() {
        following.start();
    }

    void close() {
        following.close();
    }

    /** Whether all files of the time of the start are known. */
    boolean isComplete() {
        return complete;
    }

    @Override
    public void upToDate() {
        erasures.goOn();
        if (!complete) {
            LOG.infof(
                    "following files topic=%s known=%d",
                    Topics.FILES_UPLOADED, catalog.files().size());
            complete = true;
            caughtUp.run();
        }
    }

    @Override
    public void record(ConsumerRecord<String, byte[]> message) {
        if (message.key() == null) {
            return;
        }
        try {
            switch (message.topic()) {
                case Topics.ERASURES_LOCATED -> {
                    if (message.value() == null) {
                        erasures.settled(message.key());
                    } else {
                        erasures.located(JSON.readValue(message.value(), ErasureLocated.class));
                    }
                }
                case Topics.FILES_ERASED -> erasures.settled(message.key());
                default -> {
                    FileUploaded file =
                            message.value() == null ? null : JSON.readValue(message.value(), FileUploaded.class);
                    catalog.tell(message.key(), file, message.offset());
                    if (file == null) {
                        erasures.deleted(message.key());
                    }
                }
            }
        } catch (IOException malformed) {
            LOG.warnf(
                    "event skipped topic=%s partition=%d offset=%d cause=\"%s\"",
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    malformed.getMessage().lines().findFirst().orElse(""));
        }
    }
}
