package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which part of a dataset an example belongs to; fixed by a seeded hash of the conversation id. */
public enum Split {
    @JsonProperty("train")
    TRAIN,
    @JsonProperty("validation")
    VALIDATION,
    @JsonProperty("test")
    TEST
}
