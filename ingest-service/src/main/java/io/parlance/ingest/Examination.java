package io.parlance.ingest;

import io.parlance.contracts.CheckedConversation;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.ingest.format.ReadRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a record that was read is: a conversation, or the refusal that will be announced. */
public sealed interface Examination {
    record Passed(ConversationSubmitted conversation) implements Examination {}

    record Failed(ConversationRejected rejection) implements Examination {}

    static Examination of(Origin origin, ReadRecord record) {
        return switch (record.judged()) {
            case CheckedConversation.Accepted(ConversationSubmitted c) ->
                new Passed(c.placed(c.id(), c.dataset(), origin.source(record)));
            case CheckedConversation.Refused refused -> failed(origin, record, refused);
        };
    }

    private static Failed failed(Origin origin, ReadRecord record, CheckedConversation.Refused refused) {
        String payload = sha256(record.payload().bytes());
        String id = "rej-"
                + sha256("%s|%s|%s".formatted(origin, record.line(), payload).getBytes(StandardCharsets.UTF_8))
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
                record.meantFor()));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("the JDK has no SHA-256", impossible);
        }
    }
}
