package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A conversation was refused, and why.
 *
 * @param rejectionId the same whenever the same input is refused again at the same place
 * @param origin where it came from: {@code http:<request id>} or {@code kafka:<topic>-<partition>@<offset>}
 * @param line 1-based line of the request, or null where there are no lines
 * @param conversationId the id it carried, or null when none could be read
 * @param violations the first ones, at most {@link ConversationRules#MAX_VIOLATIONS}
 * @param totalViolations all that were found
 * @param payloadSha256 digest of the bytes as they came
 * @param payloadBytes their number
 * @param dataset the one it was meant for; null when that could not be told
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConversationRejected(
        String rejectionId,
        String origin,
        Long line,
        String conversationId,
        List<Violation> violations,
        int totalViolations,
        String payloadSha256,
        long payloadBytes,
        String dataset)
        implements Event {
    @JsonCreator
    public ConversationRejected {
        Check.text("ConversationRejected", "rejectionId", rejectionId);
        Check.text("ConversationRejected", "origin", origin);
        violations = List.copyOf(Check.present("ConversationRejected", "violations", violations));
        Check.atLeast("ConversationRejected", "violations", violations.size(), 1);
        Check.atLeast("ConversationRejected", "totalViolations", totalViolations, violations.size());
        Check.sha256("ConversationRejected", "payloadSha256", payloadSha256);
        Check.atLeast("ConversationRejected", "payloadBytes", payloadBytes, 0);
    }

    /** A refusal of which the dataset is not known. */
    public ConversationRejected(
            String rejectionId,
            String origin,
            Long line,
            String conversationId,
            List<Violation> violations,
            int totalViolations,
            String payloadSha256,
            long payloadBytes) {
        this(rejectionId, origin, line, conversationId, violations, totalViolations, payloadSha256, payloadBytes, null);
    }

    @Override
    public String topic() {
        return Topics.CONVERSATIONS_REJECTED;
    }

    @Override
    public String key() {
        return rejectionId;
    }
}
