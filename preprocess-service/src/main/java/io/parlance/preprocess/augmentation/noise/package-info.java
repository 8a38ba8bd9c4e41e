/** Methods that need nothing but the words: deletion, swap, synonyms. Built by {@code work}. */
package io.parlance.preprocess.augmentation.noise;
