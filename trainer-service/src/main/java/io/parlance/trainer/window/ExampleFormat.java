package io.parlance.trainer.window;

/** Which tokens examples are made of: only those of the same tokenizer and template can be trained on together. */
public record ExampleFormat(String tokenizerSha256, String templateSha256) {}
