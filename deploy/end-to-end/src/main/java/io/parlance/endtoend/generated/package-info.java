/**
 * Conversations made up from a seed, each with the outcomes it may have. The same seed and number give the same
 * conversation, whoever asks, in whatever order.
 */
package io.parlance.endtoend.generated;
