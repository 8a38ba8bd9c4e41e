package io.parlance.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.parlance.contracts.Violation;
import java.util.List;

/**
 * The answer to a submission: received = accepted + rejected.
 *
 * @param format what it was read as; null when no record showed it
 * @param rejections the first ones; {@code rejectionsNotListed} counts the others
 */
public record Receipt(
        String object,
        @JsonProperty("request_id") String requestId,
        @JsonInclude(JsonInclude.Include.NON_NULL) String format,
        long received,
        long accepted,
        long rejected,
        List<Rejection> rejections,
        @JsonProperty("rejections_not_listed") long rejectionsNotListed) {

    /** @param line 1-based; null where the body is one record */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rejection(
            Long line,
            String id,
            List<Violation> violations,
            @JsonProperty("total_violations") int totalViolations) {}
}
