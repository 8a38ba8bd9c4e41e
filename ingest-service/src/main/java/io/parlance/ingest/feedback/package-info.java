/**
 * Feedback on served answers, which becomes training data. The answer is looked up on the topic
 * {@code completions.served.v1} by the time in its id.
 */
package io.parlance.ingest.feedback;
