package io.parlance.preprocess.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.erasure.log.LogReader;
import io.parlance.preprocess.erasure.log.Offsets;
import io.parlance.preprocess.ledger.Books;
import io.parlance.preprocess.ledger.Place;
import io.parlance.preprocess.ledger.RecordKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Submissions that broke the rules. They are no conversations, but what was said in them lies on the submission topic all the
 * same, unless they were refused at the door.
 */
final class Refused {
    private static final String ON_THE_TOPIC = "kafka:" + Topics.CONVERSATIONS_SUBMITTED + "-";

    private final Books books;
    private final LogReader reader;
    private final Map<TopicPartition, Offsets> rejections = new HashMap<>();

    Refused(Books books, LogReader reader) {
        this.books = books;
        this.reader = reader;
    }

    /** A refusal that belongs to a conversation. */
    void rejected(Place place) {
        rejections
                .computeIfAbsent(new TopicPartition(place.topic(), place.partition()), p -> new Offsets())
                .add(place.offset());
    }

    /** The records that were refused by those refusals which were named since the last time. */
    List<Place> behind(Plan plan) {
        List<Place> places = new ArrayList<>();
        rejections.forEach((partition, offsets) -> reader.each(partition, offsets, record -> {
            places.addAll(records(record));
            return true;
        }));
        rejections.clear();
        return places.stream()
                .filter(place -> !plan.offsets(new TopicPartition(place.topic(), place.partition()))
                        .contains(place.offset()))
                .toList();
    }

    /** Records that say they are this subject's, and their refusals: nobody keeps whose they are, so all refusals are read. */
    List<Place> ofSubject(String subject) {
        Map<TopicPartition, Map<Long, List<Place>>> candidates = new HashMap<>();
        for (TopicPartition partition : reader.partitions(Topics.CONVERSATIONS_REJECTED)) {
            reader.read(partition, 0, reader.end(partition), record -> {
                List<Place> places = records(record);
                places.stream()
                        .filter(place -> place.kind() == RecordKind.REFUSED)
                        .forEach(place -> candidates
                                .computeIfAbsent(
                                        new TopicPartition(place.topic(), place.partition()), p -> new HashMap<>())
                                .put(place.offset(), places));
                return true;
            });
        }
        List<Place> found = new ArrayList<>();
        candidates.forEach((partition, places) -> {
            Offsets offsets = new Offsets();
            places.keySet().forEach(offsets::add);
            reader.each(partition, offsets, record -> {
                if (record.value() != null && names(record.value(), subject)) {
                    found.addAll(places.get(record.offset()));
                }
                return true;
            });
        });
        return found;
    }

    /** The places of a refusal and of the record that it refused; none when that came over HTTP. */
    private List<Place> records(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return List.of();
        }
        try {
            ConversationRejected event = ErasureJson.read(record.value(), ConversationRejected.class);
            return event.origin().startsWith(ON_THE_TOPIC) ? books.places(event.rejectionId()) : List.of();
        } catch (SerializationException e) {
            return List.of(); // another program's, in another form
        }
    }

    /** Whether it says so in the field for it; of what is no JSON, whether it has the name in quotes. */
    static boolean names(byte[] value, String subject) {
        try {
            JsonNode json = ErasureJson.MAPPER.readTree(value);
            return subject.equals(json.path("subject").textValue())
                    || subject.equals(json.path("data").path("subject").textValue());
        } catch (IOException e) {
            return new String(value, StandardCharsets.UTF_8).contains('"' + subject + '"');
        }
    }
}
