package io.parlance.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.broker.BrokerOptions;
import io.parlance.broker.BrokerProcess;
import io.parlance.broker.TopicCreator;
import io.parlance.contracts.ArtifactRef;
import io.parlance.contracts.ModelPromoted;
import io.parlance.contracts.ModelRef;
import io.parlance.contracts.Topics;
import io.parlance.inference.serving.ModelOffer;
import io.parlance.inference.serving.ModelShelf;
import io.parlance.inference.serving.ServedModel;
import io.parlance.inference.serving.ShelfListener;
import io.parlance.inference.serving.ShelfOptions;
import io.parlance.model.onnx.EngineMetrics;
import io.parlance.model.onnx.GenerationEngine;
import io.parlance.model.onnx.GenerationListener;
import io.parlance.model.onnx.GenerationRequest;
import io.parlance.model.onnx.Submission;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker of its own, because it is taken away. */
class ModelNewsTest {
    @TempDir
    Path data;

    private final ModelShelf shelf = new ModelShelf(
            offer -> new ServedModel(offer, null, new IdleEngine(), 16, 10, 4),
            new ShelfOptions("parlance", 1, Duration.ofSeconds(1)),
            new Deaf());
    private ModelNews news;
    private BrokerProcess broker;

    @AfterEach
    void stop() {
        news.close();
        shelf.close(Duration.ZERO);
        broker.close();
    }

    @Test
    void waitsForABrokerServesOnWithoutItAndFollowsItAgain() throws IOException {
        // Given nobody at the broker's address
        int port = freePort();
        news = new ModelNews("127.0.0.1:" + port, shelf);
        news.follow();
        assertThat(shelf.state().explanation()).contains("waits for Kafka");
        // When
        startBroker(port);
        promote("ft:a");
        // Then
        await(() -> isServing("ft:a"));
        // When
        broker.close();
        // Then
        assertThat(isServing("ft:a")).isTrue();
        // When
        startBroker(port);
        promote("ft:b");
        // Then
        await(() -> isServing("ft:b"));
    }

    private void startBroker(int port) {
        broker = BrokerProcess.start(BrokerOptions.keeping(data, port));
        new TopicCreator(broker.bootstrapServers()).createMissing(Topics.all());
    }

    private void promote(String id) {
        ModelRef model = new ModelRef(id, new ArtifactRef("file:///" + id, sha256(id), 1));
        TestWorld.publish(
                broker.bootstrapServers(), new ModelPromoted(ModelPromoted.CHAT, model, "base", "base", "eval-1"));
    }

    private static String sha256(String id) {
        return "%064x".formatted(id.hashCode() & 0xFFFF);
    }

    private boolean isServing(String id) {
        return shelf.state().active().map(ServedModel::id).filter(id::equals).isPresent();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static final class IdleEngine implements GenerationEngine {
        @Override
        public Submission submit(GenerationRequest request, GenerationListener listener) {
            return new Submission.Draining();
        }

        @Override
        public int contextTokens() {
            return 16;
        }

        @Override
        public CompletableFuture<Void> drain() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public EngineMetrics metrics() {
            return new EngineMetrics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public void close() {
            // Nothing runs.
        }
    }

    private static final class Deaf implements ShelfListener {
        @Override
        public void serving(ServedModel model, Optional<ServedModel> predecessor) {
            // The state is asked instead.
        }

        @Override
        public void loadedBeside(ServedModel model) {
            // Not in this test.
        }

        @Override
        public void failed(ModelOffer offer, Throwable cause) {
            throw new AssertionError(cause);
        }
    }
}
