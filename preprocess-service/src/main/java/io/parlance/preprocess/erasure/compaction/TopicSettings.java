package io.parlance.preprocess.erasure.compaction;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;

/** Settings of topics while they are compacted on demand. */
public final class TopicSettings {
    /** All that is ever changed, and put back. */
    public static final Set<String> TOUCHED = Set.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
            TopicConfig.DELETE_RETENTION_MS_CONFIG,
            TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
            TopicConfig.SEGMENT_MS_CONFIG,
            TopicConfig.SEGMENT_BYTES_CONFIG,
            TopicConfig.FILE_DELETE_DELAY_MS_CONFIG);

    /** The next record begins a segment, when it is this much later than the segment's first. */
    public static final Map<String, String> ROLLING =
            Map.of(TopicConfig.SEGMENT_MS_CONFIG, "100", TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, "100");

    private static final String NEVER = Long.toString(Long.MAX_VALUE);

    /**
     * No record begins a segment: the cleaner leaves the last segment alone, so that what is written from now on is safe. A
     * compacted topic would begin one by its max.compaction.lag.ms as well.
     */
    static final Map<String, String> STILL = Map.of(
            TopicConfig.SEGMENT_MS_CONFIG,
            NEVER,
            TopicConfig.SEGMENT_BYTES_CONFIG,
            Integer.toString(Integer.MAX_VALUE),
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
            NEVER);

    private TopicSettings() {}

    /** Nothing keeps the cleaner waiting. */
    static Map<String, String> cleaning(boolean compacted) {
        Map<String, String> settings = new LinkedHashMap<>(STILL);
        if (!compacted) {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete");
        }
        settings.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.0");
        settings.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, "0");
        settings.put(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, "0");
        settings.put(TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, "100");
        return settings;
    }
}
