package io.parlance.contracts;

/** The Kafka key of what belongs to one conversation of one dataset. */
public final class ConversationKey {
    private ConversationKey() {}

    /** The id alone in the dataset {@code live}; {@code <dataset>/<id>} elsewhere, for datasets share no ids. */
    public static String of(String dataset, String conversationId) {
        return dataset.equals(ConversationRules.DEFAULT_DATASET) ? conversationId : dataset + "/" + conversationId;
    }
}
