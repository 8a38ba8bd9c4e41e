package io.parlance.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.local.world.WorldException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Creates one fine-tuning job, also when the trainer goes away in between: a request whose outcome is not known is
 * followed by a look at the list of jobs before it is sent again.
 */
final class RunStart {
    private static final String JOBS = "/fine_tuning/jobs";

    private final Duration patience;

    RunStart(Duration patience) {
        this.patience = patience;
    }

    /** @return the new job's id @throws WorldException with the trainer's words when it refuses */
    String begin(GatewayClient gateway, ObjectNode job) throws InterruptedException {
        Set<String> before = ids(gateway);
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return gateway.postOnce(JOBS, job).get("id").asText();
            } catch (IOException e) {
                boolean forGood = e instanceof Refusal refusal && !refusal.mayPass();
                if (forGood || System.nanoTime() > deadline)
                    throw new WorldException("The fine-tuning job was refused: " + e.getMessage());
            }
            Thread.sleep(1_000);
            Optional<String> made =
                    ids(gateway).stream().filter(id -> !before.contains(id)).findFirst();
            if (made.isPresent()) return made.get();
        }
    }

    private static Set<String> ids(GatewayClient gateway) throws InterruptedException {
        var ids = new HashSet<String>();
        for (JsonNode job : gateway.get(JOBS + "?limit=100").path("data"))
            ids.add(job.get("id").asText());
        return ids;
    }
}
