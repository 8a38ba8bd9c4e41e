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
    REFUSED_BY_TEMPLATE,
    /** Another conversation has nearly the same words. */
    @JsonProperty("near_duplicate")
    NEAR_DUPLICATE,
    /** Another conversation means nearly the same, by its embedding. */
    @JsonProperty("semantic_duplicate")
    SEMANTIC_DUPLICATE,
    /** Its language is none of those the recipe keeps. */
    @JsonProperty("language")
    LANGUAGE,
    /** Fewer characters or words than the recipe asks for, or more than it allows. */
    @JsonProperty("length")
    LENGTH,
    /** It says the same again and again. */
    @JsonProperty("repetition")
    REPETITION,
    /** It holds words the recipe flags. */
    @JsonProperty("flagged_words")
    FLAGGED_WORDS,
    /** It shares long spans with an evaluation set. */
    @JsonProperty("contaminated")
    CONTAMINATED,
    /** An augmented conversation whose parent is not in the training split. */
    @JsonProperty("parent_not_trained")
    PARENT_NOT_TRAINED,
    /** An augmented conversation that lost its parent's meaning. */
    @JsonProperty("unlike_parent")
    UNLIKE_PARENT,
    /** Its erasure was asked for while it was on its way. */
    @JsonProperty("erased")
    ERASED
}
