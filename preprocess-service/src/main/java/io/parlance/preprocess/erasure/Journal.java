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
    private static final int CHUNK = 1_000;

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

    /** Notes the plan and announces it, all or nothing. */
    void planned(Plan plan, long now) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        int chunks = 0;
        for (int from = 0; from < plan.found().size(); from += CHUNK) {
            List<Found> chunk = plan.found()
                    .subList(from, Math.min(from + CHUNK, plan.found().size()));
            records.add(record(Erasures.chunkKey(state.erasureId(), chunks++), ErasureJson.write(chunk)));
        }
        state = state.planned(plan, chunks);
        records.add(record(state.erasureId(), ErasureJson.write(state)));
        records.add(Envelopes.record(
                new ErasureLocated(state.erasureId(), plan.conversations().size(), plan.files()), now));
        writer.write(records);
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
