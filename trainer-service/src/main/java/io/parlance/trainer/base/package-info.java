/**
 * The base model: from a reference to a whole artifact in the store, announced on {@code models.imported.v1}. May assume
 * nothing about the network: every way of fetching goes on after a cut, checks digests and says in a sentence what is
 * wrong. Called at start; runs ask it which base is in use.
 */
package io.parlance.trainer.base;
