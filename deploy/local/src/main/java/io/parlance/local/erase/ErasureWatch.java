package io.parlance.local.erase;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.local.console.Screen;
import io.parlance.local.demo.GatewayClient;
import io.parlance.local.world.WorldException;
import java.time.Duration;
import java.util.Optional;

/** Follows an erasure until its receipt is there. */
public final class ErasureWatch {
    private final GatewayClient gateway;
    private final Screen screen;
    private final Duration pause;

    /** @param pause between two questions */
    public ErasureWatch(GatewayClient gateway, Screen screen, Duration pause) {
        this.gateway = gateway;
        this.screen = screen;
        this.pause = pause;
    }

    /**
     * Says each step once, and on a terminal what it waits for.
     *
     * @return the receipt; empty when there is none after this time, whereupon the erasure goes on by itself
     * @throws WorldException when there is no such erasure, or the services were away for too long
     */
    public Optional<JsonNode> receipt(String id, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        String said = "";
        while (true) {
            JsonNode erasure = gateway.get("/erasures/" + id);
            if (erasure.path("status").asText().equals("completed")) return Optional.of(erasure.path("receipt"));
            String now = step(erasure);
            if (!now.equals(said)) screen.line("  " + now);
            said = now;
            if (erasure.hasNonNull("waiting_for"))
                screen.status("  waits for " + erasure.path("waiting_for").asText());
            if (System.nanoTime() > deadline) return Optional.empty();
            Thread.sleep(pause);
        }
    }

    private static String step(JsonNode erasure) {
        String conversations = erasure.hasNonNull("conversations")
                ? ErasurePicture.number(erasure.path("conversations").asLong(), "conversation")
                : "conversations";
        return switch (erasure.path("status").asText()) {
            case "requested" -> "waiting for its turn";
            case "locating" -> "looking for the conversations and what was made of them";
            case "erasing" -> "writing tombstones for " + conversations;
            case "compacting" -> "compacting the topics that held them";
            case "proving" -> "reading the topics back";
            case "waiting_for_files" -> "waiting until the bytes of uploaded files are gone";
            default -> erasure.path("status").asText();
        };
    }
}
