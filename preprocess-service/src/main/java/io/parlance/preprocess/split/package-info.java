/**
 * Which part of its dataset a conversation belongs to: by a seeded hash while a dataset is small, evenly over its strata
 * once it is large. Decides and counts; keeps no store. Called by {@code placement}.
 */
package io.parlance.preprocess.split;
