package io.parlance.contracts;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every topic of the product. */
public final class Topics {
    private static final Topic.Retention FOREVER = new Topic.Retention.Forever();
    private static final Topic.Retention COMPACTED = new Topic.Retention.Compacted();

    /** Names, as constants for annotations. */
    public static final String CONVERSATIONS_SUBMITTED = "conversations.submitted.v1";

    public static final String CONVERSATIONS_REJECTED = "conversations.rejected.v1";
    public static final String EXAMPLES_PREPARED = "examples.prepared.v1";
    public static final String EXAMPLES_DROPPED = "examples.dropped.v1";
    public static final String FILES_UPLOADED = "files.uploaded.v1";
    public static final String DATASETS_COUNTED = "datasets.counted.v1";
    public static final String DATASETS_VERSIONED = "datasets.versioned.v1";
    public static final String MODELS_IMPORTED = "models.imported.v1";
    public static final String TRAINING_REQUESTED = "training.requested.v1";
    public static final String TRAINING_PROGRESSED = "training.progressed.v1";
    public static final String TRAINING_STOPPED = "training.stopped.v1";
    public static final String TRAINING_RUNS = "training.runs.v1";
    public static final String MODELS_TRAINED = "models.trained.v1";
    public static final String EVALUATIONS_COMPLETED = "evaluations.completed.v1";
    public static final String EVALUATIONS_FAILED = "evaluations.failed.v1";
    public static final String MODELS_PROMOTED = "models.promoted.v1";

    public static final String COMPLETIONS_SERVED = "completions.served.v1";
    public static final String FEEDBACK_GIVEN = "feedback.given.v1";
    public static final String ERASURES_REQUESTED = "erasures.requested.v1";
    public static final String ERASURES_LOCATED = "erasures.located.v1";
    public static final String ERASURES_STATES = "erasures.states.v1";
    public static final String FILES_ERASED = "files.erased.v1";
    public static final String ERASURES_COMPLETED = "erasures.completed.v1";

    private static final List<Topic> ALL = List.of(
            new Topic(CONVERSATIONS_SUBMITTED, 3, FOREVER),
            new Topic(CONVERSATIONS_REJECTED, 3, FOREVER),
            new Topic(EXAMPLES_PREPARED, 3, FOREVER),
            new Topic(EXAMPLES_DROPPED, 3, FOREVER),
            new Topic(FILES_UPLOADED, 1, COMPACTED),
            new Topic(DATASETS_COUNTED, 1, COMPACTED),
            new Topic(DATASETS_VERSIONED, 1, COMPACTED),
            new Topic(MODELS_IMPORTED, 1, COMPACTED),
            new Topic(TRAINING_REQUESTED, 1, FOREVER),
            new Topic(TRAINING_PROGRESSED, 1, new Topic.Retention.For(Duration.ofDays(30))),
            new Topic(TRAINING_STOPPED, 1, FOREVER),
            new Topic(TRAINING_RUNS, 1, COMPACTED),
            new Topic(MODELS_TRAINED, 1, FOREVER),
            new Topic(EVALUATIONS_COMPLETED, 1, FOREVER),
            new Topic(EVALUATIONS_FAILED, 1, FOREVER),
            new Topic(MODELS_PROMOTED, 1, COMPACTED),
            new Topic(COMPLETIONS_SERVED, 3, new Topic.Retention.For(Duration.ofDays(30))),
            new Topic(FEEDBACK_GIVEN, 3, FOREVER),
            new Topic(ERASURES_REQUESTED, 1, COMPACTED),
            new Topic(ERASURES_LOCATED, 1, COMPACTED),
            new Topic(ERASURES_STATES, 1, COMPACTED),
            new Topic(FILES_ERASED, 1, COMPACTED),
            new Topic(ERASURES_COMPLETED, 1, FOREVER));

    private static final Map<String, Topic> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Topic::name, topic -> topic));

    private Topics() {}

    public static List<Topic> all() {
        return ALL;
    }

    /** @throws IllegalArgumentException for a name that is none of the product's */
    public static Topic named(String name) {
        Topic topic = BY_NAME.get(name);
        if (topic == null) {
            throw new IllegalArgumentException("no topic '%s'; this build knows %s"
                    .formatted(name, ALL.stream().map(Topic::name).toList()));
        }
        return topic;
    }
}
