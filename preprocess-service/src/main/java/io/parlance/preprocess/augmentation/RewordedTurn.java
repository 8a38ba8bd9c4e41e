package io.parlance.preprocess.augmentation;

/**
 * One turn of a child beside its parent's.
 *
 * @param index of the turn in the conversation, from 0
 * @param via the text in between, or null
 * @param similarity cosine of the MiniLM embeddings of both texts; 1 where they are the same
 */
public record RewordedTurn(int index, String role, String before, String via, String after, double similarity) {}
