package io.parlance.contracts;

import java.util.List;

/**
 * What an erasure is about was found. Whoever keeps copies outside of Kafka removes them now and says so.
 *
 * @param conversations how many, augmented children included
 * @param files uploaded files in whose bytes they are
 */
public record ErasureLocated(String erasureId, long conversations, List<String> files) implements Event {
    public ErasureLocated {
        Check.text("ErasureLocated", "erasureId", erasureId);
        Check.atLeast("ErasureLocated", "conversations", conversations, 0);
        files = List.copyOf(Check.present("ErasureLocated", "files", files));
    }

    @Override
    public String topic() {
        return Topics.ERASURES_LOCATED;
    }

    @Override
    public String key() {
        return erasureId;
    }
}
