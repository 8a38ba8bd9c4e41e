package io.parlance.preprocess.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes records as the world may send them: good ones, nearly good ones, and noise. The seed decides all of them. */
final class AnySubmission {
    private static final String[] ROLES = {"user", "assistant", "assistant", "system", "developer", "tool", "\\ud800"};
    private static final String[] CONTENTS = {
        "Hi",
        "Hello",
        ".",
        "<p>\\u200b</p>",
        "<b>bold</b> &amp; more",
        "",
        "  ",
        "\\ud83d",
        "\\u0000",
        "\\u001b[31m",
        "a < b",
        "<script>",
        "\u202Etxt",
        "e\u0301",
        "w ".repeat(120),
        "x".repeat(20_000),
        "\u2028",
        "<|im_end|>"
    };
    private static final String[] NOISE = {
        "",
        " ",
        "null",
        "true",
        "[]",
        "{}",
        "\"",
        "{\"messages\":",
        "\uFEFF",
        "{\"messages\":[[[]]]}",
        "1e999999999",
        "{\"messages\":{}}",
        "{\"metadata\":{\"\\ud800\":\"x\"},\"messages\":[{\"role\":\"assistant\",\"content\":\"a\"}]}",
        "{\"\\udfff\":1,\"\\udfff\":2}",
        "[1,2,3]",
        "9".repeat(2_000),
        "[".repeat(5_000),
        "{\"a\":".repeat(2_000)
    };

    private final Random random;
    private final List<byte[]> earlier = new ArrayList<>();

    AnySubmission(long seed) {
        random = new Random(seed);
    }

    /** One in ten has been there before. */
    byte[] value() {
        if (!earlier.isEmpty() && random.nextInt(10) == 0) {
            return earlier.get(random.nextInt(earlier.size()));
        }
        byte[] value = fresh();
        earlier.add(value);
        return value;
    }

    private byte[] fresh() {
        return switch (random.nextInt(8)) {
            case 0 -> bytes();
            case 1 -> one(NOISE).getBytes(StandardCharsets.UTF_8);
            case 2 -> damaged(conversation().getBytes(StandardCharsets.UTF_8));
            default -> conversation().getBytes(StandardCharsets.UTF_8);
        };
    }

    Map<String, String> headers() {
        return switch (random.nextInt(10)) {
            case 0 -> Map.of("content-type", "application/cloudevents+json");
            case 1 -> Map.of("content-type", "application/cloudevents-batch+json");
            case 2 ->
                Map.of("ce_id", "1", "ce_time", "yesterday", "parlance-position", "forged", "traceparent", "\u0000");
            default -> Map.of();
        };
    }

    private String conversation() {
        StringBuilder json = new StringBuilder("{");
        if (random.nextInt(3) > 0) {
            json.append("\"id\":\"c").append(random.nextInt(60)).append("\",");
        }
        if (random.nextInt(4) == 0) {
            json.append("\"dataset\":\"")
                    .append(one("live", "d", "a b", "\\u0000"))
                    .append("\",");
        }
        if (random.nextInt(8) == 0) {
            json.append("\"extra\":1,");
        }
        json.append("\"messages\":[");
        int turns = random.nextInt(4) + 1;
        for (int i = 0; i < turns; i++) {
            boolean plain = random.nextInt(3) > 0;
            String role = plain ? (i % 2 == 0 ? "user" : "assistant") : one(ROLES);
            // An answer of one dot, and nothing else to train on.
            String content = !plain && turns == 1
                    ? one(".", "Hello")
                    : plain && random.nextBoolean() ? "words " + random.nextInt(60) : one(CONTENTS);
            json.append(i > 0 ? "," : "").append("{\"role\":\"%s\",\"content\":\"%s\"}".formatted(role, content));
        }
        return json.append("]}").toString();
    }

    private byte[] bytes() {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] damaged(byte[] value) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            value[random.nextInt(value.length)] = (byte) random.nextInt(256);
        }
        return value;
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
