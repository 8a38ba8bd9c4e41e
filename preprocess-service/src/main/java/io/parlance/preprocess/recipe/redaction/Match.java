package io.parlance.preprocess.recipe.redaction;

/**
 * Personal data found in a text.
 *
 * @param from index of its first character
 * @param to index after its last
 * @param identity equal for two spellings of the same thing
 */
record Match(Kind kind, int from, int to, String identity) {}
