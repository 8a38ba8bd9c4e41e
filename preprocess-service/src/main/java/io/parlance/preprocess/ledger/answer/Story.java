package io.parlance.preprocess.ledger.answer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Traits;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.Instructions;
import io.parlance.preprocess.intake.SubmittedRecord;
import io.parlance.preprocess.intake.SubmittedRecords;
import io.parlance.preprocess.ledger.Place;
import io.parlance.preprocess.ledger.RecordKind;
import io.parlance.preprocess.stream.EventJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What became of one conversation, told from its records. */
final class Story {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A submission that is dropped for one of these leaves what is known of the conversation as it was. */
    private static final Set<DropReason> REPETITIONS = Set.of(DropReason.ALREADY_KNOWN, DropReason.ID_REUSED);

    private static final int MOST_EVENTS = 50;

    private final Conversations.Found found;
    private final List<PlacedRecord> records;
    private final SubmittedRecords submissions = new SubmittedRecords();
    private final ObjectNode story = JSON.createObjectNode();

    /** @param records those of the conversation's own places that are told in full, in the order of their times */
    Story(Conversations.Found found, List<PlacedRecord> records) {
        this.found = found;
        this.records = records;
    }

    ObjectNode tell(boolean withMessages) {
        Optional<PlacedRecord> prepared = prepared();
        Optional<PlacedRecord> dropped = prepared.isPresent() ? Optional.empty() : dropped();
        List<PlacedRecord> submitted = of(RecordKind.SUBMITTED);
        List<PlacedRecord> rejected = of(RecordKind.REJECTED);
        boolean erased = !records.isEmpty() && records.stream().allMatch(PlacedRecord::isGone);
        story.put("object", "conversation").put("id", found.id()).put("dataset", found.dataset());
        story.put(
                "status",
                erased
                        ? "gone"
                        : prepared.isPresent()
                                ? "prepared"
                                : dropped.isPresent()
                                        ? "dropped"
                                        : submitted.isEmpty() && !rejected.isEmpty() ? "rejected" : "in_progress");
        submission(prepared.or(() -> dropped), submitted);
        prepared.ifPresent(record -> prepared(record, withMessages));
        dropped.ifPresent(this::dropped);
        if (prepared.isEmpty() && dropped.isEmpty() && submitted.isEmpty() && !rejected.isEmpty()) {
            story.set("rejection", rejection(rejected.getFirst()));
        }
        children();
        events();
        return story;
    }

    private List<PlacedRecord> of(RecordKind kind) {
        return records.stream()
                .filter(record -> record.place().kind() == kind && !record.isGone())
                .toList();
    }

    /** The newest example; of a long conversation's several the first part. */
    private Optional<PlacedRecord> prepared() {
        return of(RecordKind.PREPARED).reversed().stream()
                .filter(record -> {
                    Integer part = EventJson.read(record.value(), ExamplePrepared.class)
                            .traits()
                            .part();
                    return part == null || part == 1;
                })
                .findFirst();
    }

    private Optional<PlacedRecord> dropped() {
        List<PlacedRecord> all = of(RecordKind.DROPPED);
        return all.stream()
                .filter(record -> !REPETITIONS.contains(
                        EventJson.read(record.value(), ExampleDropped.class).reason()))
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    /** @param outcome its envelope's id says which submission it is of */
    private void submission(Optional<PlacedRecord> outcome, List<PlacedRecord> submitted) {
        String position = outcome.map(record -> record.header("ce_id")).orElse(null);
        Optional<PlacedRecord> from = submitted.stream()
                .filter(record -> record.wasAt(position))
                .findFirst()
                .or(() -> submitted.stream().findFirst());
        from.ifPresentOrElse(
                record -> {
                    story.put("accepted_at", record.time().toString());
                    story.put("position", record.place().position());
                    if (submissions.read(record.value(), record.header("content-type"), "kafka:")
                            instanceof SubmittedRecord.Accepted a) {
                        said(a.conversation());
                    }
                },
                () -> story.put("position", position));
    }

    private void said(ConversationSubmitted conversation) {
        story.set("source", JSON.valueToTree(conversation.source()));
        story.put("turns", conversation.messages().size());
        story.put("label", conversation.label()).put("subject", conversation.subject());
        story.set("parent", JSON.valueToTree(conversation.parent()));
        story.set("metadata", JSON.valueToTree(conversation.metadata()));
    }

    private void prepared(PlacedRecord record, boolean withMessages) {
        ExamplePrepared example = EventJson.read(record.value(), ExamplePrepared.class);
        Traits traits = example.traits();
        story.put("prepared_at", record.time().toString());
        story.put("split", nameOf(example.split())).put("stratum", traits.stratum());
        story.put("language", traits.language()).put("group", traits.group());
        List<ExamplePrepared> parts = parts(record, example);
        if (traits.parts() != null) {
            story.put("parts", traits.parts()).put("parts_told", parts.size());
        }
        story.set("changes", JSON.valueToTree(traits.changes()));
        story.putObject("tokens")
                .put(
                        "total",
                        parts.stream().mapToInt(part -> part.tokens().size()).sum())
                .put(
                        "trained",
                        parts.stream()
                                .flatMap(part -> part.trained().stream())
                                .mapToInt(span -> span.to() - span.from())
                                .sum());
        story.put("base_model", example.baseModel())
                .put("tokenizer_sha256", example.tokenizerSha256())
                .put("template_sha256", example.templateSha256())
                .put("recipe_sha256", example.recipeSha256());
        if (withMessages) {
            story.set("messages", JSON.valueToTree(messages(parts)));
        }
    }

    /** All examples that were made of the conversation together with this one, in their order. */
    private List<ExamplePrepared> parts(PlacedRecord first, ExamplePrepared example) {
        if (example.traits().parts() == null) {
            return List.of(example);
        }
        String id = first.header("ce_id");
        Map<Integer, ExamplePrepared> parts = new TreeMap<>();
        for (PlacedRecord record : of(RecordKind.PREPARED)) {
            String of = record.header("ce_id");
            if (of != null && (of.equals(id) || of.startsWith(id + "#"))) {
                ExamplePrepared part = EventJson.read(record.value(), ExamplePrepared.class);
                parts.put(part.traits().part(), part);
            }
        }
        return List.copyOf(parts.values());
    }

    /** One after the other; the instructions, which stand at the beginning of each part, once. */
    private static List<Turn> messages(List<ExamplePrepared> parts) {
        List<Turn> instructions = parts.getFirst().messages().stream()
                .takeWhile(Instructions::include)
                .toList();
        List<Turn> messages = new ArrayList<>(instructions);
        for (ExamplePrepared part : parts) {
            List<Turn> turns = part.messages();
            int from = turns.subList(0, Math.min(instructions.size(), turns.size()))
                            .equals(instructions)
                    ? instructions.size()
                    : 0;
            messages.addAll(turns.subList(from, turns.size()));
        }
        return messages;
    }

    private void dropped(PlacedRecord record) {
        ExampleDropped event = EventJson.read(record.value(), ExampleDropped.class);
        story.put("dropped_at", record.time().toString());
        story.put("reason", nameOf(event.reason())).put("detail", event.detail());
        if (event.twin() != null) {
            story.putObject("twin")
                    .put("id", event.twin().conversationId())
                    .put("similarity", event.twin().similarity());
        }
        story.set("changes", JSON.valueToTree(event.changes()));
    }

    static ObjectNode rejection(PlacedRecord record) {
        ConversationRejected event = EventJson.read(record.value(), ConversationRejected.class);
        ObjectNode told = JSON.createObjectNode();
        told.put("object", "rejection").put("id", event.rejectionId()).put("dataset", event.dataset());
        told.put("rejected_at", record.time().toString()).put("origin", event.origin());
        told.put("line", event.line()).put("conversation_id", event.conversationId());
        told.set("violations", JSON.valueToTree(event.violations()));
        told.put("total_violations", event.totalViolations());
        told.put("payload_sha256", event.payloadSha256()).put("payload_bytes", event.payloadBytes());
        told.set("event", event(record));
        return told;
    }

    private void children() {
        ArrayNode children = story.putArray("children");
        found.of(RecordKind.CHILD).stream()
                .map(Place::relative)
                .distinct()
                .sorted()
                .forEach(children::add);
    }

    private void events() {
        long own = found.places().stream()
                .filter(place -> place.kind() != RecordKind.CHILD)
                .count();
        ArrayNode events = story.putArray("events");
        records.stream().limit(MOST_EVENTS).map(Story::event).forEach(events::add);
        story.put("events_total", own);
    }

    private static ObjectNode event(PlacedRecord record) {
        Place place = record.place();
        ObjectNode event = JSON.createObjectNode()
                .put("topic", place.topic())
                .put("partition", place.partition())
                .put("offset", place.offset())
                .put("time", record.time().toString())
                .put("id", record.header("ce_id"));
        if (record.isGone()) {
            event.put("gone", true);
        } else if (place.kind() == RecordKind.DROPPED) {
            event.put(
                    "reason",
                    nameOf(EventJson.read(record.value(), ExampleDropped.class).reason()));
        }
        return event;
    }

    private static String nameOf(Enum<?> constant) {
        return JSON.valueToTree(constant).asText();
    }
}
