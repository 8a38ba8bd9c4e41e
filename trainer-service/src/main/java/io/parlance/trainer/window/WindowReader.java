package io.parlance.trainer.window;

import io.parlance.contracts.DatasetWindow;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.OffsetRange;
import io.parlance.trainer.journal.EventFormat;
import io.parlance.trainer.journal.Readers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/**
 * Reads a window of prepared examples out of Kafka: the same window gives the same examples at any time, but for erased ones.
 * What an erasure of others had to write again stands behind the window by now, and is found there.
 */
public final class WindowReader {
    private static final Logger LOG = Logger.getLogger(WindowReader.class);

    private final Readers readers;

    public WindowReader(Readers readers) {
        this.readers = readers;
    }

    /** @throws io.parlance.trainer.journal.JournalException when Kafka does not give it */
    public WindowExamples read(DatasetWindow window, ExampleFormat format) {
        WindowSelection selection = new WindowSelection(window.dataset(), format);
        readers.read(window.topic(), window.ranges(), message -> add(selection, message));
        List<OffsetRange> behind = behind(window.ranges(), readers.wholeOf(window.topic()));
        readers.read(window.topic(), behind, message -> addKept(selection, window.ranges(), message));
        return selection.result();
    }

    /** What there is now behind the ranges. @param whole of the topic */
    static List<OffsetRange> behind(List<OffsetRange> ranges, List<OffsetRange> whole) {
        List<OffsetRange> behind = new ArrayList<>();
        for (OffsetRange now : whole) {
            ranges.stream()
                    .filter(range -> range.partition() == now.partition() && range.to() < now.to())
                    .forEach(range -> behind.add(new OffsetRange(now.partition(), range.to(), now.to())));
        }
        return behind;
    }

    /** Adds a record that stands behind the window if it is one of the window's that was written again. */
    static void addKept(WindowSelection selection, List<OffsetRange> window, ConsumerRecord<String, byte[]> message) {
        OptionalLong former = ErasureMarks.formerOffset(message);
        if (message.value() != null
                && former.isPresent()
                && window.stream()
                        .anyMatch(range -> range.partition() == message.partition()
                                && range.from() <= former.getAsLong()
                                && former.getAsLong() < range.to())) {
            add(selection, message);
        }
    }

    static void add(WindowSelection selection, ConsumerRecord<String, byte[]> message) {
        if (message.value() == null) {
            if (!ErasureMarks.isMarker(message)) {
                selection.addErased(message.partition(), message.key());
            }
            return;
        }
        try {
            ExamplePrepared example = EventFormat.read(message.value(), ExamplePrepared.class);
            // At its first place: a checkpoint fits one order only.
            long place = ErasureMarks.formerOffset(message).orElse(message.offset());
            selection.add(message.partition(), place, eventId(message), example);
        } catch (IOException e) {
            LOG.warnf(
                    "example cannot be read, it is passed over topic=%s partition=%d offset=%d reason=%s",
                    message.topic(), message.partition(), message.offset(), e.getMessage());
            selection.addUnreadable();
        }
    }

    private static String eventId(ConsumerRecord<String, byte[]> message) {
        Header id = message.headers().lastHeader("ce_id");
        Header source = message.headers().lastHeader("ce_source");
        return id == null ? null : text(id) + "\n" + (source == null ? "" : text(source));
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
