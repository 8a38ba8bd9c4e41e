package io.parlance.trainer.window;

import io.parlance.contracts.DatasetWindow;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.trainer.journal.EventFormat;
import io.parlance.trainer.journal.Readers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/** Reads a window of prepared examples out of Kafka: the same window gives the same examples at any time, but for erased ones. */
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
        return selection.result();
    }

    static void add(WindowSelection selection, ConsumerRecord<String, byte[]> message) {
        if (message.value() == null) {
            if (!ErasureMarks.isMarker(message)) {
                selection.addErased();
            }
            return;
        }
        try {
            ExamplePrepared example = EventFormat.read(message.value(), ExamplePrepared.class);
            selection.add(message.partition(), message.offset(), eventId(message), example);
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
