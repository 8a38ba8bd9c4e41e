package io.parlance.preprocess.recipe.redaction;

/** A kind of personal data. Where two overlap, the one that is listed first is meant. */
enum Kind {
    URL,
    EMAIL,
    IBAN,
    CARD,
    IP,
    PHONE
}
