package io.parlance.preprocess.ledger.answer;

import io.parlance.contracts.Embedding;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Split;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.dataset.RecordLog;
import io.parlance.preprocess.stream.EventJson;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;

/** The examples of a dataset whose embeddings are nearest to one: all of them are compared, nothing is indexed. */
final class Nearest {
    private final String dataset;
    private final String self;
    private final float[] embedding;
    private final int limit;
    private final Map<String, Neighbour> nearest = new HashMap<>();
    private double farthest = Double.NEGATIVE_INFINITY;
    private long scanned;

    /** @param similarity cosine, -1 to 1 */
    record Neighbour(String id, Split split, double similarity) {}

    /** @param complete whether every record of the topic was looked at */
    record Answer(List<Neighbour> neighbours, long scanned, boolean complete) {}

    /** What is compared of an example; the rest of its record is passed over. */
    record Compared(String conversationId, String dataset, Split split, Embedding embedding) {}

    private Nearest(String dataset, String self, float[] embedding, int limit) {
        this.dataset = dataset;
        this.self = self;
        this.embedding = embedding;
        this.limit = limit;
    }

    /** @param mostRecords so many of the newest records are looked at, the same number in each partition */
    static Answer of(Compared example, RecordLog log, int limit, long mostRecords) {
        Nearest search = new Nearest(
                example.dataset(), example.conversationId(), example.embedding().toArray(), limit);
        List<OffsetRange> all = log.extent(Topics.EXAMPLES_PREPARED);
        long each = Math.max(1, mostRecords / Math.max(1, all.size()));
        List<OffsetRange> newest = all.stream()
                .map(range -> new OffsetRange(range.partition(), Math.max(range.from(), range.to() - each), range.to()))
                .toList();
        log.read(Topics.EXAMPLES_PREPARED, newest, (partition, offset, key, value) -> search.look(value));
        return new Answer(
                search.nearest.values().stream()
                        .sorted(Comparator.comparingDouble(Neighbour::similarity)
                                .reversed()
                                .thenComparing(Neighbour::id))
                        .toList(),
                search.scanned,
                newest.equals(all));
    }

    private void look(byte[] value) {
        if (value == null) {
            return;
        }
        Compared other;
        try {
            other = EventJson.read(value, Compared.class);
        } catch (SerializationException e) {
            // Another program's record; the ledger has said so in the log when it met it.
            return;
        }
        if (!dataset.equals(other.dataset()) || self.equals(other.conversationId()) || other.embedding() == null) {
            return;
        }
        scanned++;
        float[] values = other.embedding().toArray();
        if (values.length != embedding.length) {
            return;
        }
        keep(new Neighbour(other.conversationId(), other.split(), cosine(embedding, values)));
    }

    /** Of a conversation's several examples the nearest counts. */
    private void keep(Neighbour neighbour) {
        if (nearest.size() == limit && neighbour.similarity() <= farthest) {
            return;
        }
        nearest.merge(neighbour.id(), neighbour, (one, two) -> one.similarity() >= two.similarity() ? one : two);
        if (nearest.size() > limit) {
            nearest.values().stream()
                    .min(Comparator.comparingDouble(Neighbour::similarity))
                    .ifPresent(last -> nearest.remove(last.id()));
        }
        farthest = nearest.values().stream()
                .mapToDouble(Neighbour::similarity)
                .min()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            squaresA += (double) a[i] * a[i];
            squaresB += (double) b[i] * b[i];
        }
        return squaresA == 0 || squaresB == 0 ? 0 : dot / Math.sqrt(squaresA * squaresB);
    }
}
