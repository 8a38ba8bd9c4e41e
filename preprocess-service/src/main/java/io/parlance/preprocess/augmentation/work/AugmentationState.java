package io.parlance.preprocess.augmentation.work;

/** Whether children are being made. */
sealed interface AugmentationState {
    /** No method is named in the settings. */
    record Off() implements AugmentationState {}

    record Running() implements AugmentationState {}

    /** Examples wait in Kafka. @param missing what is missing, and how to mend it */
    record Waiting(String missing) implements AugmentationState {}
}
