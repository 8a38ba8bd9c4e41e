package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The receipt of an erasure: what was found, where it was, that it cannot be read any more, and what had been made of it.
 *
 * @param scope as requested
 * @param subjectSha256 SHA-256 of the subject's name in UTF-8, for a receipt must not keep it; null for other scopes
 * @param dataset as requested, or null
 * @param conversationId as requested, or null
 * @param requestedAt seconds since 1970
 * @param completedAt seconds since 1970
 * @param conversations how many there were, augmented children included; 0 when nothing was found
 * @param listed which ones, at most {@value #MOST_LISTED}, sorted by dataset and id
 * @param topics proof for every topic that held records of them
 * @param files uploaded files whose bytes were removed
 * @param leftWithYou copies that are not Parlance's to remove, in words, such as a file in a watched folder
 * @param datasetVersions those whose window had held them
 * @param runs training runs whose window had held them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErasureCompleted(
        String erasureId,
        ErasureRequested.Scope scope,
        String subjectSha256,
        String dataset,
        String conversationId,
        long requestedAt,
        long completedAt,
        long conversations,
        List<Conversation> listed,
        List<TopicProof> topics,
        List<String> files,
        List<String> leftWithYou,
        List<Version> datasetVersions,
        List<Run> runs)
        implements Event {
    public static final int MOST_LISTED = 1_000;

    public ErasureCompleted {
        Check.text("ErasureCompleted", "erasureId", erasureId);
        Check.present("ErasureCompleted", "scope", scope);
        if (scope == ErasureRequested.Scope.SUBJECT) {
            Check.sha256("ErasureCompleted", "subjectSha256", subjectSha256);
        }
        Check.atLeast("ErasureCompleted", "conversations", conversations, 0);
        Check.atLeast("ErasureCompleted", "completedAt", completedAt, requestedAt);
        listed = List.copyOf(Check.present("ErasureCompleted", "listed", listed));
        topics = List.copyOf(Check.present("ErasureCompleted", "topics", topics));
        files = List.copyOf(Check.present("ErasureCompleted", "files", files));
        leftWithYou = List.copyOf(Check.present("ErasureCompleted", "leftWithYou", leftWithYou));
        datasetVersions = List.copyOf(Check.present("ErasureCompleted", "datasetVersions", datasetVersions));
        runs = List.copyOf(Check.present("ErasureCompleted", "runs", runs));
    }

    /** One of the conversations. */
    public record Conversation(String dataset, String id) {
        public Conversation {
            Check.text("ErasureCompleted.Conversation", "dataset", dataset);
            Check.text("ErasureCompleted.Conversation", "id", id);
        }
    }

    /**
     * One topic, read back after its compaction.
     *
     * @param records that held the conversations
     * @param gone how many of these positions give nothing any more; a receipt is only written when it is all of them
     * @param rewritten records of others that were written again, for compaction would have taken them too
     */
    public record TopicProof(String topic, long records, long gone, long rewritten) {
        public TopicProof {
            Check.text("ErasureCompleted.TopicProof", "topic", topic);
            Check.atLeast("ErasureCompleted.TopicProof", "records", records, 0);
            Check.atLeast("ErasureCompleted.TopicProof", "rewritten", rewritten, 0);
            if (gone != records) {
                throw new IllegalArgumentException(
                        "ErasureCompleted.TopicProof: of %d records on %s %d are gone; a receipt says all"
                                .formatted(records, topic, gone));
            }
        }
    }

    /** A dataset version. */
    public record Version(String dataset, String id) {
        public Version {
            Check.text("ErasureCompleted.Version", "dataset", dataset);
            Check.text("ErasureCompleted.Version", "id", id);
        }
    }

    /**
     * A training run and what came of it.
     *
     * @param model the candidate's id; null while the run has none, or when it failed
     * @param serving whether that model serves now
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Run(String runId, String model, boolean serving) {
        public Run {
            Check.text("ErasureCompleted.Run", "runId", runId);
        }
    }

    @Override
    public String topic() {
        return Topics.ERASURES_COMPLETED;
    }

    @Override
    public String key() {
        return erasureId;
    }
}
