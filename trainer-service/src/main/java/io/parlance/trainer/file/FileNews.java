package io.parlance.trainer.file;

import io.parlance.contracts.DatasetCounted;
import io.parlance.contracts.FileUploaded;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Topics;
import io.parlance.trainer.journal.EventFormat;
import io.parlance.trainer.journal.Following;
import io.parlance.trainer.journal.JournalException;
import io.parlance.trainer.journal.Readers;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Follows what is told of uploaded files and of how far their datasets are, from the beginning at each start. */
public final class FileNews implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FileNews.class);
    private static final List<String> TOPICS = List.of(Topics.FILES_UPLOADED, Topics.DATASETS_COUNTED);

    private final Readers readers;
    private final FileStandings standings = new FileStandings();
    private final Following following;

    public FileNews(Readers readers) {
        this.readers = readers;
        this.following = new Following(readers, "file-news", TOPICS, this::tell);
    }

    public void start() {
        following.start();
    }

    /**
     * How a file stands by all that was told of it until now.
     *
     * @throws JournalException when Kafka does not say it in time
     */
    public FileStanding standing(String id, Duration patience) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (String topic : TOPICS) {
            for (OffsetRange range : readers.wholeOf(topic)) {
                ends.put(new TopicPartition(topic, range.partition()), range.to());
            }
        }
        if (!following.await(ends, patience)) {
            throw new JournalException(
                    "what is known of files is still being read from Kafka; ask again shortly", null);
        }
        return standings.of(id);
    }

    /** How a file stands by what was read so far; empty until all that was told before the start is read. */
    public Optional<FileStanding> latest(String id) {
        return following.isCaughtUp() ? Optional.of(standings.of(id)) : Optional.empty();
    }

    private void tell(ConsumerRecord<String, byte[]> message) {
        try {
            if (message.topic().equals(Topics.DATASETS_COUNTED)) {
                if (message.value() != null) {
                    standings.counted(EventFormat.read(message.value(), DatasetCounted.class));
                }
            } else if (message.value() == null) {
                standings.deleted(message.key());
            } else {
                standings.uploaded(EventFormat.read(message.value(), FileUploaded.class));
            }
        } catch (IOException e) {
            LOG.warnf(
                    "event cannot be read, it is passed over topic=%s offset=%d reason=%s",
                    message.topic(), message.offset(), e.getMessage());
        }
    }

    @Override
    public void close() {
        following.close();
    }
}
