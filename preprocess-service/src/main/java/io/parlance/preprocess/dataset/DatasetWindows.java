package io.parlance.preprocess.dataset;

import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DatasetWindow;
import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Topics;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A dataset as windows of the log. Reading a window again gives the same records in the same order. */
public final class DatasetWindows {
    private final RecordLog log;

    public DatasetWindows(RecordLog log) {
        this.log = log;
    }

    /** The examples as they stand now. */
    public DatasetWindow prepared(String dataset) {
        return window(dataset, Topics.EXAMPLES_PREPARED);
    }

    /** What became no example until now. */
    public DatasetWindow dropped(String dataset) {
        return window(dataset, Topics.EXAMPLES_DROPPED);
    }

    /** What was submitted until now. */
    public DatasetWindow submitted(String dataset) {
        return window(dataset, Topics.CONVERSATIONS_SUBMITTED);
    }

    private DatasetWindow window(String dataset, String topic) {
        return new DatasetWindow(dataset, topic, log.extent(topic));
    }

    /** Takes what a window holds. */
    public interface Examples {
        void example(ExamplePrepared example, int partition, long offset);

        /** A record that is no example; it may have been meant for any dataset. Tombstones are not among them. */
        default void unreadable(int partition, long offset) {}
    }

    /** The dataset's examples, partition by partition. */
    public void read(DatasetWindow window, Examples each) {
        read(window, ExamplePrepared.class, reader(each));
    }

    /** Those of the window's examples that an erasure of others had written again behind it. */
    public void readKept(DatasetWindow window, Examples each) {
        log.readKept(window.topic(), window.ranges(), records(window, ExamplePrepared.class, reader(each)));
    }

    private static Reader<ExamplePrepared> reader(Examples each) {
        return new Reader<>() {
            @Override
            public void record(ExamplePrepared example, int partition, long offset) {
                each.example(example, partition, offset);
            }

            @Override
            public void unreadable(int partition, long offset) {
                each.unreadable(partition, offset);
            }
        };
    }

    /** The dataset's drops. */
    public void readDropped(DatasetWindow window, Consumer<ExampleDropped> each) {
        read(window, ExampleDropped.class, (drop, partition, offset) -> each.accept(drop));
    }

    /** The dataset's conversations as they came in; those that say no dataset are {@code live}'s. */
    public void readSubmitted(DatasetWindow window, Consumer<ConversationSubmitted> each) {
        read(window, ConversationSubmitted.class, (conversation, partition, offset) -> each.accept(conversation));
    }

    private interface Reader<T> {
        void record(T record, int partition, long offset);

        default void unreadable(int partition, long offset) {}
    }

    private <T> void read(DatasetWindow window, Class<T> type, Reader<T> each) {
        log.read(window.topic(), window.ranges(), records(window, type, each));
    }

    private static <T> RecordLog.Reader records(DatasetWindow window, Class<T> type, Reader<T> each) {
        Predicate<String> wanted = name -> window.dataset().equals(name)
                || name == null && window.dataset().equals(ConversationRules.DEFAULT_DATASET);
        return (partition, offset, key, value) -> {
            if (value == null) {
                return;
            }
            T record;
            try {
                if (!wanted.test(RecordJson.dataset(value))) {
                    return;
                }
                record = RecordJson.read(value, type);
            } catch (IOException e) {
                each.unreadable(partition, offset);
                return;
            }
            each.record(record, partition, offset);
        };
    }
}
