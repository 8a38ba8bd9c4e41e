package io.parlance.preprocess.intake;

import io.parlance.contracts.CheckedConversation;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.Violation;
import io.parlance.preprocess.Excerpt;
import io.parlance.preprocess.Sha256;
import java.util.List;
import java.util.Locale;

/** Tells conversations from malformed records. Whatever the bytes are, it answers; it never throws for what it reads. */
public final class SubmittedRecords {
    private final StrictJson json = new StrictJson();

    /**
     * @param value the record's value, or null
     * @param contentType of the record's header, or null
     * @param origin where it came from, {@code kafka:<topic>-<partition>@<offset>}
     */
    public SubmittedRecord read(byte[] value, String contentType, String origin) {
        if (value == null) {
            return new SubmittedRecord.Tombstone();
        }
        CheckedConversation checked;
        String dataset = null;
        try {
            Object data = data(value, contentType);
            dataset = ConversationRules.datasetOf(data);
            checked = ConversationRules.checkRecord(data);
        } catch (StrictJson.Malformed malformed) {
            checked = new CheckedConversation.Refused(List.of(malformed.violation()), 1, null);
        }
        return switch (checked) {
            case CheckedConversation.Accepted a -> new SubmittedRecord.Accepted(a.conversation());
            case CheckedConversation.Refused r -> new SubmittedRecord.Rejected(rejection(r, value, origin, dataset));
        };
    }

    private Object data(byte[] value, String contentType) throws StrictJson.Malformed {
        String type = contentType == null ? "" : contentType.strip().toLowerCase(Locale.ROOT);
        if (type.startsWith("application/cloudevents-batch")) {
            throw new StrictJson.Malformed(new Violation(
                    "", "is a batch of CloudEvents, which Kafka does not carry; send one event per record"));
        }
        if (!type.startsWith("application/cloudevents")) {
            return json.parse(value);
        }
        if (!type.startsWith("application/cloudevents+json")) {
            throw new StrictJson.Malformed(new Violation(
                    "",
                    "content-type is '%s'; the structured mode is read as %s"
                            .formatted(Excerpt.of(type, 60), "application/cloudevents+json")));
        }
        return StructuredCloudEvent.data(json.parse(value), json);
    }

    private static ConversationRejected rejection(
            CheckedConversation.Refused refused, byte[] value, String origin, String dataset) {
        String digest = Sha256.of(value).hex();
        return new ConversationRejected(
                "rej-" + Sha256.of(List.of(origin, digest)).hex().substring(0, 32),
                origin,
                null,
                refused.id(),
                refused.violations(),
                refused.total(),
                digest,
                value.length,
                dataset);
    }
}
