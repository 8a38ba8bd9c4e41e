/**
 * Keeps evaluation sets out of what is trained on: word n-grams of the sets in an index, conversations looked up in it.
 * The one place of a recipe that reads JSON, for that is what the sets are written in.
 */
package io.parlance.preprocess.recipe.contamination;
