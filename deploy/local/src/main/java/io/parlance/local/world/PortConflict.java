package io.parlance.local.world;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Words for a port that somebody else has: which, whose if that can be known, and what to change. */
final class PortConflict {
    private PortConflict() {}

    static String gateway(WorldSettings settings) {
        int port = settings.port();
        String whose = otherWorld(port)
                .map(world ->
                        "by another Parlance (process %d, data in %s): stop that one (./parlance down --data-dir %2$s)"
                                .formatted(world.supervisorPid(), world.dataFolder()))
                .orElse("by a process that is not Parlance: stop that one");
        return "Port %d, which the gateway was to have, is in use %s or choose another port with --port (PARLANCE_PORT)."
                .formatted(port, whose);
    }

    static String broker(WorldSettings settings) {
        return ("Port %d, which the Kafka broker was to have, is in use by another process: stop that one, choose another port"
                        + " with --broker-port (PARLANCE_BROKER_PORT), or, if it is a Kafka broker you want to use, set"
                        + " KAFKA_BOOTSTRAP_SERVERS=localhost:%1$d.")
                .formatted(settings.brokerPort());
    }

    private static Optional<WorldState> otherWorld(int port) {
        try (var client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
            var question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/world"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            var answer = client.send(question, BodyHandlers.ofString());
            if (answer.statusCode() != 200) return Optional.empty();
            return Optional.of(WorldState.parse(answer.body()))
                    .filter(world -> WorldState.PRODUCT.equals(world.product()));
        } catch (IOException notOurs) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
