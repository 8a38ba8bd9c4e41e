package io.parlance.ingest.page;

import io.parlance.ingest.Receipt;
import java.net.URI;
import java.time.Duration;

/** What became of the wish to read a page. */
sealed interface PageOutcome {
    /** @param url where it was read in the end */
    record Submitted(URI url, Receipt receipt) implements PageOutcome {}

    /** The host says that it is as it was when it was read last. */
    record Unchanged(URI url) implements PageOutcome {}

    /** @param status of the answer @param code a word for programs */
    record Refused(int status, String code, String message) implements PageOutcome {}

    /** The host was asked too often. */
    record TooSoon(Duration after) implements PageOutcome {}
}
