package io.parlance.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.ConversationKey;
import io.parlance.contracts.Topics;
import io.parlance.endtoend.generated.Conversations;
import io.parlance.endtoend.generated.Generated;
import io.parlance.endtoend.generated.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Generated conversations, every other one of the dataset {@value #DATASET}, some of one subject. Those that will be erased bear
 * a mark in their id and in what is said. Of a hundred records some have no key, and as many share one, as records of clients may.
 */
final class ErasableConversations {
    static final String SUBJECT = "somebody";
    static final String DATASET = "bulk";

    /** Marks of the subject's, in both datasets, and of the dataset's others. */
    static final String OF_SUBJECT = "erase1-";

    static final String OF_DATASET = "erase2-";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Conversations generated;
    private final int every;
    private final int oddKeys;

    /** @param every one in so many is the subject's @param oddKeys of a hundred records, so many without a key of their own */
    ErasableConversations(int count, int every, int oddKeys) {
        this.generated = new Conversations(21, count);
        this.every = every;
        this.oddKeys = oddKeys;
    }

    int count() {
        return generated.count();
    }

    /** @param mark null when it will not be erased */
    record One(String mark, ProducerRecord<String, byte[]> record) {}

    One at(int number) throws IOException {
        Generated one = generated.at(number);
        if (one.kind() == Kind.MALFORMED || one.id() == null) {
            return new One(null, new ProducerRecord<>(Topics.CONVERSATIONS_SUBMITTED, one.line()));
        }
        ObjectNode json = (ObjectNode) JSON.readTree(one.line());
        // What repeats an id is of the same dataset and subject as the first.
        boolean subjects = one.idOf() % every == 0;
        boolean datasets = one.idOf() / every % 2 == 1;
        String mark = subjects ? OF_SUBJECT : datasets ? OF_DATASET : null;
        String id = mark == null ? one.id() : mark + one.id();
        json.put("id", id);
        if (subjects) {
            json.put("subject", SUBJECT);
        }
        if (datasets) {
            json.put("dataset", DATASET);
        }
        if (mark != null) {
            ObjectNode first = (ObjectNode) json.path("messages").path(0);
            first.put("content", said(mark) + " " + first.path("content").textValue());
        }
        String key = ConversationKey.of(datasets ? DATASET : "live", id);
        return new One(
                mark,
                new ProducerRecord<>(Topics.CONVERSATIONS_SUBMITTED, keyOf(number, key), JSON.writeValueAsBytes(json)));
    }

    private String keyOf(int number, String own) {
        int draw = number / 7 % 100;
        return draw >= oddKeys ? own : draw % 2 == 0 ? null : "many";
    }

    /** What is said in the conversations that bear a mark, and in no other. */
    static String said(String mark) {
        return "zanzibar quetzal " + mark.replace("-", " marmalade");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
