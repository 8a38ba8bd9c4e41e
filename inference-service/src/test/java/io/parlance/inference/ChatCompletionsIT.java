package io.parlance.inference;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service: the jar, or the native executable. */
@QuarkusIntegrationTest
class ChatCompletionsIT extends ChatCompletionsTest {}
