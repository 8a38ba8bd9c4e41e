/**
 * Personal data out of a conversation, typed placeholders in: what counts as such ({@code *Finder}), which of two that
 * overlap is meant ({@code Findings}), and the places where it may stand ({@code Redact}). Nothing found is ever told to
 * anyone: messages, logs and details name kinds and numbers only.
 */
package io.parlance.preprocess.recipe.redaction;
