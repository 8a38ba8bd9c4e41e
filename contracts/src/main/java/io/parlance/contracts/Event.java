package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** Something that happened, as it travels between services. One record per event, past tense, checked at birth. */
public sealed interface Event
        permits ConversationSubmitted,
                ConversationRejected,
                ExamplePrepared,
                ExampleDropped,
                FileUploaded,
                DatasetCounted,
                DatasetVersioned,
                BaseModelImported,
                TrainingRequested,
                TrainingProgressed,
                TrainingStopped,
                ModelTrained,
                EvaluationCompleted,
                EvaluationFailed,
                ModelPromoted,
                CompletionServed,
                FeedbackGiven,
                ErasureRequested,
                ErasureLocated,
                FilesErased,
                ErasureCompleted {

    /** Name of the topic it travels on. */
    @JsonIgnore
    String topic();

    /** The Kafka key, which is also the CloudEvents subject: the id whose order matters. */
    @JsonIgnore
    String key();
}
