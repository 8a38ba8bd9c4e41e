package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a valid conversation became no training example. */
public enum DropReason {
    /** The same id with the same content was seen before. */
    @JsonProperty("already_known")
    ALREADY_KNOWN,
    /** The id was seen before with other content. */
    @JsonProperty("id_reused")
    ID_REUSED,
    /** Another conversation has the same text after cleaning. */
    @JsonProperty("exact_duplicate")
    EXACT_DUPLICATE,
    /** Cleaning left a turn without text. */
    @JsonProperty("empty_after_cleaning")
    EMPTY_AFTER_CLEANING,
    /** No token would be trained on. */
    @JsonProperty("nothing_to_train")
    NOTHING_TO_TRAIN,
    /** More tokens than an example may have. */
    @JsonProperty("too_long")
    TOO_LONG,
    /** The base model's chat template refuses it. */
    @JsonProperty("refused_by_template")
    REFUSED_BY_TEMPLATE
}
