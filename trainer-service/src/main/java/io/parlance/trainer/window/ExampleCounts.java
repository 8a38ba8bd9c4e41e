package io.parlance.trainer.window;

import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Topics;
import io.parlance.trainer.journal.Following;
import io.parlance.trainer.journal.Readers;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Follows {@code examples.prepared.v1} from its beginning and counts training examples per dataset and format, so that
 * "auto" and the policy know how many there are without reading a window anew. After an erasure it counts anew, for a tombstone
 * does not say what it takes away and remembering every key would cost more than reading again.
 */
public final class ExampleCounts implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ExampleCounts.class);

    private final Following following;
    private ExampleTally counting = new ExampleTally();
    private volatile ExampleTally counted = counting;

    public ExampleCounts(Readers readers) {
        this.following =
                new Following(readers, "example-counts", List.of(Topics.EXAMPLES_PREPARED), new Following.Listener() {
                    @Override
                    public void record(ConsumerRecord<String, byte[]> message) {
                        if (message.value() != null) {
                            counting.example(
                                    message.partition(),
                                    message.offset(),
                                    message.key(),
                                    ErasureMarks.formerOffset(message),
                                    message.value());
                        } else if (!ErasureMarks.isMarker(message)) {
                            counting.erased(message.partition(), message.offset(), message.key());
                        }
                    }

                    @Override
                    public void caughtUp() {
                        counted = counting;
                    }

                    @Override
                    public void quiet() {
                        if (counting.isStale()) {
                            countAnew();
                        }
                    }
                });
    }

    private void countAnew() {
        LOG.info("examples were erased, those that are left are counted anew");
        following.rewind();
        counting = counting.anew();
    }

    public void start() {
        following.start();
    }

    /** Training examples seen so far, but for those that were erased. */
    public long train(String dataset, ExampleFormat format) {
        return counted.train(dataset, format);
    }

    /** A stretch of the topic, and how many training examples it holds. */
    public record Stretch(List<OffsetRange> ranges, long train) {}

    /**
     * The topic from its beginning to the end of what is counted, which is at least to the ends of these ranges.
     *
     * @return empty when it was not counted so far in time
     */
    public Optional<Stretch> stretch(
            List<OffsetRange> atLeast, String dataset, ExampleFormat format, Duration patience) {
        Map<TopicPartition, Long> ends = atLeast.stream()
                .collect(Collectors.toMap(
                        range -> new TopicPartition(Topics.EXAMPLES_PREPARED, range.partition()), OffsetRange::to));
        return following.whenTold(
                ends,
                patience,
                positions -> new Stretch(
                        positions.entrySet().stream()
                                .map(place -> new OffsetRange(place.getKey().partition(), 0, place.getValue()))
                                .sorted(Comparator.comparingInt(OffsetRange::partition))
                                .toList(),
                        train(dataset, format)));
    }

    @Override
    public void close() {
        following.close();
    }
}
