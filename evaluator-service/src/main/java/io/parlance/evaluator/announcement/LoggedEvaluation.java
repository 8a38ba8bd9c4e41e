package io.parlance.evaluator.announcement;

/**
 * An evaluation event as it stands on its topic.
 *
 * @param completed offset after the last completed evaluation known when this one came
 * @param failed offset after the last failed one known then
 * @param type the CloudEvents type
 * @param evaluationId whose it is
 * @param json the event, as it travels
 */
record LoggedEvaluation(long completed, long failed, String type, String evaluationId, String json) {

    /** The position after this event, as {@code Last-Event-ID} names it: the same after any restart. */
    String eventId() {
        return completed + "." + failed;
    }
}
