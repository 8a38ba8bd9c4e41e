package io.parlance.ingest;

import io.parlance.contracts.CheckedConversation;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Violation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What a submitted record is: a conversation, or the refusal that will be announced. */
public sealed interface Examination {
    record Passed(ConversationSubmitted conversation) implements Examination {}

    record Failed(ConversationRejected rejection) implements Examination {}

    /**
     * @param origin where the record came from
     * @param line 1-based, or null for a body that is one record
     * @param bytes the record, or its beginning when it is over the limit
     * @param length of the whole record
     */
    static Examination of(String origin, Long line, byte[] bytes, long length) {
        if (length > bytes.length) {
            return failed(
                    origin,
                    line,
                    bytes,
                    length,
                    new CheckedConversation.Refused(
                            List.of(new Violation(
                                    "",
                                    "has %d bytes, at most %d are read; split the conversation"
                                            .formatted(length, bytes.length))),
                            1,
                            null));
        }
        return switch (RecordParser.parse(bytes)) {
            case ParsedRecord.Unreadable u ->
                failed(
                        origin,
                        line,
                        bytes,
                        length,
                        new CheckedConversation.Refused(List.of(new Violation("", u.rule())), 1, null));
            case ParsedRecord.Json json ->
                switch (ConversationRules.check(json.value())) {
                    case CheckedConversation.Accepted a -> new Passed(a.conversation());
                    case CheckedConversation.Refused r -> failed(origin, line, bytes, length, r);
                };
        };
    }

    private static Failed failed(
            String origin, Long line, byte[] bytes, long length, CheckedConversation.Refused refused) {
        String payload = sha256(bytes);
        String id = "rej-"
                + sha256("%s|%s|%s".formatted(origin, line, payload).getBytes(StandardCharsets.UTF_8))
                        .substring(0, 32);
        return new Failed(new ConversationRejected(
                id, origin, line, refused.id(), refused.violations(), refused.total(), payload, length));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("the JDK has no SHA-256", impossible);
        }
    }
}
