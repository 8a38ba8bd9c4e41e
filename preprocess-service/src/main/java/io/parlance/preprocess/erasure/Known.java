package io.parlance.preprocess.erasure;

import io.parlance.contracts.ErasureCompleted;
import io.parlance.contracts.ErasureRequested;
import io.parlance.preprocess.Sha256;

/**
 * An erasure as it is known by now. Of a completed one the request is gone, and so is the state.
 *
 * @param subjectSha256 null unless a subject's
 * @param state null before the work begins and when it is over
 * @param receipt null before it is over
 * @param before so many others, asked for earlier, are worked off first; 0 when it is under way or over
 */
record Known(
        String id,
        ErasureRequested.Scope scope,
        String subjectSha256,
        String dataset,
        String conversationId,
        long requestedAt,
        ErasureState state,
        ErasureCompleted receipt,
        int before) {
    static Known of(ErasureRequested request) {
        return new Known(
                request.erasureId(),
                request.scope(),
                request.subject() == null ? null : Sha256.of(request.subject()).hex(),
                request.dataset(),
                request.conversationId(),
                request.requestedAt(),
                null,
                null,
                0);
    }

    static Known of(ErasureCompleted receipt) {
        return new Known(
                receipt.erasureId(),
                receipt.scope(),
                receipt.subjectSha256(),
                receipt.dataset(),
                receipt.conversationId(),
                receipt.requestedAt(),
                null,
                receipt,
                0);
    }

    /** @param now null when nothing is noted */
    Known with(ErasureState now, int othersBefore) {
        return new Known(id, scope, subjectSha256, dataset, conversationId, requestedAt, now, receipt, othersBefore);
    }

    Status status() {
        if (receipt != null) {
            return Status.COMPLETED;
        }
        return state == null ? Status.REQUESTED : state.status();
    }

    /** Whether it is open and about the same as another one. */
    boolean isOpenLike(Known other) {
        return receipt == null
                && scope == other.scope
                && java.util.Objects.equals(subjectSha256, other.subjectSha256)
                && java.util.Objects.equals(dataset, other.dataset)
                && java.util.Objects.equals(conversationId, other.conversationId);
    }
}
