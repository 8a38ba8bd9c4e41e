/**
 * Finds conversations that say the same, nearly the same words, or nearly the same thing. Signatures lead to candidates,
 * an exact measure decides. Keeps its index in memory and knows no store; called by {@code placement}.
 */
package io.parlance.preprocess.duplicates;
