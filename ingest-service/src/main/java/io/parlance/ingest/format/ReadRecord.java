package io.parlance.ingest.format;

import io.parlance.contracts.CheckedConversation;
import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.Violation;
import java.util.List;
import java.util.stream.Stream;

/**
 * One record as it was read.
 *
 * @param line on which it begins, 1-based, or its row; null where the source is one record
 * @param format what it was read as; null as long as no record has shown it
 * @param dataset the one that was named for all records of its source, or null
 */
public record ReadRecord(Long line, Format format, Content content, Payload payload, String dataset) {
    /** A record of a source for which no dataset was named. */
    public ReadRecord(Long line, Format format, Content content, Payload payload) {
        this(line, format, content, payload, null);
    }

    /** The dataset in which it counts, also when it is refused; null when that cannot be told. */
    public String meantFor() {
        if (dataset != null) {
            return dataset;
        }
        return switch (content) {
            case Chat chat -> ConversationRules.datasetOf(chat.json());
            case Refused refused -> refused.dataset();
            case Stray _ -> null;
        };
    }

    /** What the rules for conversations say of it, in its own names for fields. */
    public CheckedConversation judged() {
        return switch (content) {
            case Chat chat ->
                switch (ConversationRules.check(chat.json())) {
                    case CheckedConversation.Accepted accepted -> accepted;
                    case CheckedConversation.Refused refused ->
                        new CheckedConversation.Refused(
                                refused.violations().stream()
                                        .map(chat.names()::told)
                                        .toList(),
                                refused.total(),
                                refused.id());
                };
            case Refused refused ->
                new CheckedConversation.Refused(refused.violations(), refused.total(), refused.id());
            case Stray stray -> new CheckedConversation.Refused(List.of(new Violation("", stray.rule())), 1, null);
        };
    }

    /** What it holds. */
    public sealed interface Content {}

    /**
     * Something in the chat shape, to be judged by the rules for conversations.
     *
     * @param json the JDK's maps, lists, texts and numbers; a map may be added to
     * @param names what its fields were called
     */
    public record Chat(Object json, FieldNames names) implements Content {}

    /**
     * Nothing that could be translated.
     *
     * @param violations the first ones, in the record's own names
     * @param total all of them
     * @param id the id it carries, or null
     * @param dataset the one it names, or the default; null when that cannot be told
     */
    public record Refused(List<Violation> violations, int total, String id, String dataset) implements Content {
        public Refused {
            violations = List.copyOf(violations);
        }

        /** The rules' own findings behind these. */
        Refused and(CheckedConversation judged) {
            return switch (judged) {
                case CheckedConversation.Accepted _ -> this;
                case CheckedConversation.Refused more ->
                    new Refused(
                            Stream.concat(violations.stream(), more.violations().stream())
                                    .limit(ConversationRules.MAX_VIOLATIONS)
                                    .toList(),
                            total + more.total(),
                            id,
                            dataset);
            };
        }

        static Refused because(String field, String rule) {
            return new Refused(List.of(new Violation(field, rule)), 1, null, null);
        }
    }

    /** A record of another format than those before it. @param rule names both lines and formats */
    public record Stray(String rule) implements Content {}
}
