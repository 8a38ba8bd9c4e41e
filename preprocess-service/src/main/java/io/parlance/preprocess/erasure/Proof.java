package io.parlance.preprocess.erasure;

import io.parlance.contracts.ErasureCompleted;
import io.parlance.contracts.ErasureRequested;
import io.parlance.contracts.Topics;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.erasure.log.LogReader;
import io.parlance.preprocess.erasure.log.Offsets;
import io.parlance.preprocess.erasure.trace.Examples;
import io.parlance.preprocess.erasure.trace.Traced;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** What the receipt says, and that it is true. */
final class Proof {
    /** A receipt has to fit into a message, whatever letters an id of 200 is made of. */
    private static final int MOST_LISTED_CHARACTERS = 100_000;

    private final ErasureRequested request;
    private final Plan plan;
    private final ErasureState state;

    Proof(ErasureRequested request, Plan plan, ErasureState state) {
        this.request = request;
        this.plan = plan;
        this.state = state;
    }

    /** Reads every place back. @throws IllegalStateException when one still gives something: then there is no receipt */
    List<ErasureCompleted.TopicProof> ofTopics(LogReader reader) {
        List<ErasureCompleted.TopicProof> proofs = new ArrayList<>();
        for (String topic : plan.byTopic().keySet()) {
            long records = 0;
            for (TopicPartition partition : reader.partitions(topic)) {
                Offsets gone = plan.offsets(partition);
                reader.each(partition, gone, record -> {
                    if (record.value() != null) {
                        throw new IllegalStateException("record %d of %s can still be read, though erasure %s erased it"
                                .formatted(record.offset(), partition, request.erasureId()));
                    }
                    return true;
                });
                records += gone.count();
            }
            proofs.add(new ErasureCompleted.TopicProof(
                    topic, records, records, state.rewritten().getOrDefault(topic, 0L)));
        }
        return proofs;
    }

    /** Where the examples were that were made of the conversations. */
    Examples examples() {
        Examples examples = new Examples();
        for (Found found : plan.found()) {
            if (found.topic().equals(Topics.EXAMPLES_PREPARED)) {
                examples.add(found.dataset(), found.partition(), found.offset());
            }
        }
        return examples;
    }

    ErasureCompleted receipt(
            List<ErasureCompleted.TopicProof> proofs, Traced traced, List<String> files, long completedAt) {
        return new ErasureCompleted(
                request.erasureId(),
                request.scope(),
                request.subject() == null ? null : Sha256.of(request.subject()).hex(),
                request.dataset(),
                request.conversationId(),
                request.requestedAt(),
                Math.max(request.requestedAt(), completedAt),
                state.conversations(),
                listed(),
                proofs,
                files,
                state.leftWithYou(),
                traced.versions(),
                traced.runs());
    }

    /** The first ones, as many as fit. */
    private List<ErasureCompleted.Conversation> listed() {
        List<ErasureCompleted.Conversation> listed = new ArrayList<>();
        int characters = 0;
        for (ErasureCompleted.Conversation conversation : plan.conversations()) {
            characters += conversation.dataset().length() + conversation.id().length();
            if (listed.size() == ErasureCompleted.MOST_LISTED || characters > MOST_LISTED_CHARACTERS) {
                break;
            }
            listed.add(conversation);
        }
        return listed;
    }
}
