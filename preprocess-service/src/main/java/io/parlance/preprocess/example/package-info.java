/**
 * What becomes of one conversation: known already, a duplicate, no example for some reason, or an example. Decides and
 * returns; keeps no state, reads and writes nothing. Called by {@code stream}, which brings what was seen before.
 */
package io.parlance.preprocess.example;
