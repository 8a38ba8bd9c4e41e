package io.parlance.preprocess.erasure;

import io.parlance.contracts.ErasureLocated;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.erasure.compaction.Compaction;
import io.parlance.preprocess.erasure.log.LogWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Notes how far an erasure is; whoever goes on with it reads it. */
final class Journal implements Compaction.Notes {
    /** A piece has to fit into a message. */
    private static final int CHUNK = 500;

    private final LogWriter writer;
    private ErasureState state;

    Journal(LogWriter writer, ErasureState state) {
        this.writer = writer;
        this.state = state;
    }

    ErasureState state() {
        return state;
    }

    void at(Status status) {
        note(state.at(status));
    }

    /**
     * Notes the plan, a piece after the other, and then that it is whole and announces it. Pieces of an attempt that was killed
     * are written over.
     */
    void planned(Plan plan, long now) {
        List<Found> found = plan.found();
        int chunks = Math.max(state.chunks(), (found.size() + CHUNK - 1) / CHUNK);
        note(state.inChunks(chunks));
        for (int chunk = 0; chunk < chunks; chunk++) {
            int from = Math.min(chunk * CHUNK, found.size());
            List<Found> piece = found.subList(from, Math.min(from + CHUNK, found.size()));
            writer.add(record(Erasures.chunkKey(state.erasureId(), chunk), ErasureJson.write(piece)));
        }
        writer.flush();
        state = state.planned(plan);
        writer.write(List.of(
                record(state.erasureId(), ErasureJson.write(state)),
                Envelopes.record(
                        new ErasureLocated(
                                state.erasureId(), plan.conversations().size(), plan.files()),
                        now)));
    }

    /** Takes out all that was noted. */
    void forget() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int chunk = 0; chunk < state.chunks(); chunk++) {
            records.add(Envelopes.tombstone(Topics.ERASURES_STATES, Erasures.chunkKey(state.erasureId(), chunk)));
        }
        records.add(Envelopes.tombstone(Topics.ERASURES_STATES, state.erasureId()));
        writer.write(records);
    }

    @Override
    public void waiting(String what) {
        if (!Objects.equals(what, state.waitingFor())) {
            note(state.waiting(what));
        }
    }

    @Override
    public void settings(Map<String, Map<String, String>> before) {
        note(state.withSettings(before));
    }

    @Override
    public void rewritten(Map<String, Long> records) {
        note(state.rewrote(records));
    }

    private void note(ErasureState next) {
        state = next;
        writer.write(List.of(record(state.erasureId(), ErasureJson.write(state))));
    }

    private static ProducerRecord<byte[], byte[]> record(String key, byte[] value) {
        return new ProducerRecord<>(Topics.ERASURES_STATES, Envelopes.bytes(key), value);
    }
}
