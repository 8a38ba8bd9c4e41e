package io.parlance.ingest;

import io.parlance.contracts.CheckedConversation;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Violation;
import io.parlance.ingest.format.ReadRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What a record that was read is: a conversation, or the refusal that will be announced. */
public sealed interface Examination {
    record Passed(ConversationSubmitted conversation) implements Examination {}

    record Failed(ConversationRejected rejection) implements Examination {}

    static Examination of(Origin origin, ReadRecord record) {
        return of(origin, null, record, 1);
    }

    /**
     * @param key the request's idempotency key, or null: a refusal under the same key is the same refusal
     * @param onLine which of the records that share its line, from 1: an array may hold the same twice
     */
    static Examination of(Origin origin, String key, ReadRecord record, int onLine) {
        return switch (judged(origin, record)) {
            case CheckedConversation.Accepted(ConversationSubmitted c) ->
                new Passed(c.placed(c.id(), c.dataset(), origin.source(record)));
            case CheckedConversation.Refused refused ->
                failed(
                        key == null ? origin.toString() : "key:%d:%s".formatted(key.length(), key),
                        origin,
                        record,
                        onLine,
                        refused);
        };
    }

    /** By the rules, and none that names an upload's dataset without being in the upload. */
    private static CheckedConversation judged(Origin origin, ReadRecord record) {
        CheckedConversation judged = record.judged();
        if (judged instanceof CheckedConversation.Accepted(ConversationSubmitted c) && isForeign(origin, c.dataset())) {
            return new CheckedConversation.Refused(
                    List.of(new Violation(
                            "dataset",
                            "is '%s', which holds the upload of this id and nothing else; name another one, or upload it"
                                    .formatted(c.dataset()))),
                    1,
                    c.id());
        }
        return judged;
    }

    private static boolean isForeign(Origin origin, String dataset) {
        return dataset != null
                && DatasetName.isOfUpload(dataset)
                && !origin.kind().equals("file");
    }

    private static Failed failed(
            String giver, Origin origin, ReadRecord record, int onLine, CheckedConversation.Refused refused) {
        String payload = sha256(record.payload().bytes());
        String id = "rej-"
                + sha256("%s|%s|%s"
                                .formatted(giver, onLine == 1 ? record.line() : record.line() + "#" + onLine, payload)
                                .getBytes(StandardCharsets.UTF_8))
                        .substring(0, 32);
        return new Failed(new ConversationRejected(
                id,
                origin.toString(),
                record.line(),
                refused.id(),
                refused.violations(),
                refused.total(),
                payload,
                record.payload().length(),
                isForeign(origin, record.meantFor()) ? null : record.meantFor()));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("the JDK has no SHA-256", impossible);
        }
    }
}
