/** Scores candidates against what serves, decides, and tells of it. */
package io.parlance.evaluator;
