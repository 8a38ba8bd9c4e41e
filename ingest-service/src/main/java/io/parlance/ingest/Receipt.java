package io.parlance.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.parlance.contracts.Violation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The answer to a submission: received = accepted + rejected.
 *
 * @param format what it was read as; null when no record showed it
 * @param conversations ids of the first ones that were accepted; {@code conversationsNotListed} counts the others
 * @param rejections the first ones; {@code rejectionsNotListed} counts the others
 */
public record Receipt(
        String object,
        @JsonProperty("request_id") String requestId,
        @JsonInclude(JsonInclude.Include.NON_NULL) String format,
        long received,
        long accepted,
        long rejected,
        List<String> conversations,
        @JsonProperty("conversations_not_listed") long conversationsNotListed,
        List<Rejection> rejections,
        @JsonProperty("rejections_not_listed") long rejectionsNotListed) {

    /** Where the refused records are, in a sentence without any of their words; empty when none was refused. */
    public Optional<String> refusals() {
        if (rejected == 0) {
            return Optional.empty();
        }
        String first = rejections.stream()
                .map(r -> (r.line() == null ? "" : "line " + r.line() + " ") + "as " + r.rejectionId())
                .collect(Collectors.joining(", "));
        String more = rejectionsNotListed > 0 ? " and %d more".formatted(rejectionsNotListed) : "";
        return Optional.of("refused: %d of %d records (%s%s); GET /v1/rejections/<id> says why"
                .formatted(rejected, received, first, more));
    }

    /** @param line 1-based; null where the body is one record @param id the record's own, or null */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rejection(
            @JsonProperty("rejection_id") String rejectionId,
            Long line,
            String id,
            List<Violation> violations,
            @JsonProperty("total_violations") int totalViolations) {}
}
