package io.parlance.preprocess.erasure;

import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.ErasureCompleted.Conversation;
import io.parlance.contracts.ErasureRequested;
import io.parlance.contracts.Source;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.erasure.log.LogReader;
import io.parlance.preprocess.erasure.log.Offsets;
import io.parlance.preprocess.intake.SubmittedRecord;
import io.parlance.preprocess.intake.SubmittedRecords;
import io.parlance.preprocess.ledger.Books;
import io.parlance.preprocess.ledger.Place;
import io.parlance.preprocess.ledger.RecordKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;

/** Finds all that an erasure is about: the ledger knows where conversations lie, answers and feedback are searched for. */
final class Locating {
    private static final Pattern REFUSED_RECORD =
            Pattern.compile("kafka:" + Pattern.quote(Topics.CONVERSATIONS_SUBMITTED) + "-(\\d{1,9})@(\\d{1,18})");

    private final Books books;
    private final LogReader reader;
    private final SubmittedRecords submissions = new SubmittedRecords();
    private final Plan plan = new Plan();
    private final Answers answers;
    private final Queue<Conversation> open = new ArrayDeque<>();

    Locating(Books books, LogReader reader) {
        this.books = books;
        this.reader = reader;
        this.answers = new Answers(reader);
    }

    Plan of(ErasureRequested request) {
        switch (request.scope()) {
            case SUBJECT -> {
                books.ofSubject(request.subject())
                        .forEach(place -> add(new Conversation(place.dataset(), place.conversationId())));
                answers.ofSubject(request.subject()).forEach(this::add);
            }
            case CONVERSATION -> add(new Conversation(request.dataset(), request.conversationId()));
            case DATASET ->
                books.ofDataset(request.dataset(), place -> {
                    switch (place.kind()) {
                        case REFUSED, REJECTED ->
                            plan.add(Found.ofRefusal(
                                    place.topic(),
                                    place.partition(),
                                    place.offset(),
                                    place.dataset(),
                                    place.conversationId()));
                        default -> add(new Conversation(place.dataset(), place.conversationId()));
                    }
                });
        }
        follow();
        answers.about(plan.conversations()).forEach(this::add);
        follow();
        answers.found().forEach(plan::add);
        return plan;
    }

    private void add(Conversation conversation) {
        if (!plan.conversations().contains(conversation)) {
            plan.add(conversation);
            open.add(conversation);
        }
    }

    /** Finds the records of conversations, and those of their children. */
    private void follow() {
        Map<TopicPartition, Offsets> submitted = new HashMap<>();
        Map<TopicPartition, Offsets> rejected = new HashMap<>();
        Set<Conversation> seen = new HashSet<>();
        for (Conversation next = open.poll(); next != null; next = open.poll()) {
            if (!seen.add(next)) {
                continue;
            }
            for (Place place : books.places(next.id())) {
                if (!place.dataset().equals(next.dataset())) {
                    continue;
                }
                if (place.kind() == RecordKind.CHILD) {
                    add(new Conversation(place.dataset(), place.relative()));
                    continue;
                }
                found(place, next.id());
                TopicPartition partition = new TopicPartition(place.topic(), place.partition());
                if (place.kind() == RecordKind.SUBMITTED) {
                    submitted.computeIfAbsent(partition, p -> new Offsets()).add(place.offset());
                } else if (place.kind() == RecordKind.REJECTED) {
                    rejected.computeIfAbsent(partition, p -> new Offsets()).add(place.offset());
                }
            }
        }
        submitted.forEach((partition, offsets) -> reader.each(partition, offsets, this::origin));
        rejected.forEach((partition, offsets) -> reader.each(partition, offsets, this::refused));
    }

    private void found(Place place, String id) {
        plan.add(Found.ofConversation(place.topic(), place.partition(), place.offset(), place.dataset(), id));
    }

    /** Where a conversation came from may hold copies. */
    private boolean origin(ConsumerRecord<byte[], byte[]> record) {
        if (submitted(record) instanceof SubmittedRecord.Accepted(var conversation) && conversation.source() != null) {
            Source source = conversation.source();
            String line = source.line() == null ? "" : "line %d of ".formatted(source.line());
            switch (source.kind()) {
                case "file" -> plan.addFile(source.place());
                case "feedback" -> answers.completion(source.place());
                case "folder" -> plan.leave("%s%s in the watched folder".formatted(line, source.place()));
                case "page" -> plan.leave("the page %s".formatted(source.place()));
                default -> {
                    // A request, a Kafka record or an augmentation leaves no copy elsewhere.
                }
            }
        }
        return true;
    }

    /** The record that was refused lies on the submission topic, when it did not come over HTTP. */
    private boolean refused(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return true;
        }
        try {
            ConversationRejected event = ErasureJson.read(record.value(), ConversationRejected.class);
            Matcher origin = REFUSED_RECORD.matcher(event.origin());
            if (origin.matches()) {
                plan.add(Found.ofRefusal(
                        Topics.CONVERSATIONS_SUBMITTED,
                        Integer.parseInt(origin.group(1)),
                        Long.parseLong(origin.group(2)),
                        event.dataset(),
                        event.rejectionId()));
            }
        } catch (SerializationException e) {
            // Another program's; its place is known all the same.
        }
        return true;
    }

    private SubmittedRecord submitted(ConsumerRecord<byte[], byte[]> record) {
        return submitted(submissions, record);
    }

    /** As preprocess itself reads it. */
    static SubmittedRecord submitted(SubmittedRecords submissions, ConsumerRecord<byte[], byte[]> record) {
        Header type = record.headers().lastHeader(CloudEvent.CONTENT_TYPE_HEADER);
        return submissions.read(
                record.value(),
                type == null || type.value() == null ? null : new String(type.value(), StandardCharsets.UTF_8),
                "kafka:%s-%d@%d".formatted(record.topic(), record.partition(), record.offset()));
    }
}
