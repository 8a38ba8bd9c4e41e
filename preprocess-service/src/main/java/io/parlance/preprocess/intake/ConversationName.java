package io.parlance.preprocess.intake;

import io.parlance.contracts.ConversationRules;
import java.util.List;
import java.util.Map;

/** What a conversation is called; two datasets may have one of the same id. */
public record ConversationName(String dataset, String id) {
    /**
     * Whom a tombstone may mean.
     *
     * @param key of the record, or null
     * @param dataset of {@link TombstoneHeaders#DATASET}, or null
     * @param id of {@link TombstoneHeaders#CONVERSATION}, or null
     * @return the one that the headers name; else those of which the key may be
     */
    public static List<ConversationName> ofTombstone(String key, String dataset, String id) {
        if (dataset != null && id != null) {
            return isDataset(dataset) ? List.of(new ConversationName(dataset, id)) : List.of();
        }
        return key == null ? List.of() : ofKey(key);
    }

    /** 'file-1/c' may be conversation c of dataset file-1 or conversation 'file-1/c' of live. */
    public static List<ConversationName> ofKey(String key) {
        ConversationName ofLive = new ConversationName(ConversationRules.DEFAULT_DATASET, key);
        int slash = key.indexOf('/');
        return slash > 0 && slash < key.length() - 1 && isDataset(key.substring(0, slash))
                ? List.of(ofLive, new ConversationName(key.substring(0, slash), key.substring(slash + 1)))
                : List.of(ofLive);
    }

    private static boolean isDataset(String name) {
        return name.equals(ConversationRules.datasetOf(Map.of("dataset", name)));
    }
}
