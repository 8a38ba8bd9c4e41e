package io.parlance.preprocess.erasure;

import io.parlance.contracts.ErasureCompleted.Conversation;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.erasure.log.LogReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;

/** Served answers and feedback on them. Nobody keeps where they lie, so their topics are searched. */
final class Answers {
    private final LogReader reader;
    private final Set<String> completions = new HashSet<>();
    private String subject;

    /** What is of interest of a served answer. */
    private record Served(String id, String user) {}

    /** What is of interest of feedback. */
    private record Given(String completionId, String subject, String dataset, String conversationId) {
        Conversation conversation() {
            return dataset == null || conversationId == null ? null : new Conversation(dataset, conversationId);
        }
    }

    private final List<Found> found = new ArrayList<>();

    Answers(LogReader reader) {
        this.reader = reader;
    }

    /** An answer of which a conversation was made. */
    void completion(String id) {
        completions.add(id);
    }

    /** What somebody asked or judged. @return conversations that were made of it */
    Set<Conversation> ofSubject(String name) {
        subject = name;
        each(Topics.COMPLETIONS_SERVED, Served.class, (record, served) -> {
            if (name.equals(served.user())) {
                completions.add(served.id());
            }
        });
        Set<Conversation> made = new HashSet<>();
        each(Topics.FEEDBACK_GIVEN, Given.class, (record, given) -> {
            if ((name.equals(given.subject()) || completions.contains(given.completionId()))
                    && given.conversation() != null) {
                made.add(given.conversation());
            }
        });
        return made;
    }

    /** Searches for the answers that conversations were made of, and for feedback. @return conversations not among them */
    Set<Conversation> about(Set<Conversation> conversations) {
        found.clear();
        Set<Conversation> more = new HashSet<>();
        each(Topics.FEEDBACK_GIVEN, Given.class, (record, given) -> {
            Conversation made = given.conversation();
            boolean ours = made != null && conversations.contains(made);
            if (ours) {
                completions.add(given.completionId());
            }
            if (ours
                    || completions.contains(given.completionId())
                    || subject != null && subject.equals(given.subject())) {
                add(record);
                if (made != null && !ours) {
                    more.add(made);
                }
            }
        });
        each(Topics.COMPLETIONS_SERVED, Served.class, (record, served) -> {
            if (completions.contains(served.id()) || subject != null && subject.equals(served.user())) {
                add(record);
            }
        });
        return more;
    }

    List<Found> found() {
        return found;
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        found.add(Found.ofAnswer(record.topic(), record.partition(), record.offset()));
    }

    private interface Reading<T> {
        void take(ConsumerRecord<byte[], byte[]> record, T value);
    }

    private <T> void each(String topic, Class<T> type, Reading<T> reading) {
        Consumer<ConsumerRecord<byte[], byte[]>> one = record -> {
            if (record.value() != null) {
                try {
                    reading.take(record, ErasureJson.read(record.value(), type));
                } catch (SerializationException e) {
                    // Another program's record in another form says of nobody whose it is.
                }
            }
        };
        for (TopicPartition partition : reader.partitions(topic)) {
            reader.read(partition, 0, reader.end(partition), record -> {
                one.accept(record);
                return true;
            });
        }
    }
}
