/** Back-translation and the engines behind it: Apertium, an OpenAI-compatible endpoint, Marian models. Built by {@code work}. */
package io.parlance.preprocess.augmentation.translation;
