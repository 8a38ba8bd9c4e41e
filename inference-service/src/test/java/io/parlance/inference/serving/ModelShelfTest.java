package io.parlance.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.ArtifactRef;
import io.parlance.model.artifact.ArtifactException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelShelfTest {
    private static final ModelOffer BASE = offer("base", "a");
    private static final ModelOffer OTHER_BASE = offer("other", "b");
    private static final ModelOffer THIRD_BASE = offer("third", "d");
    private static final ModelOffer TUNED = offer("ft:base:x", "c");

    private final Map<String, FakeEngine> engines = new ConcurrentHashMap<>();
    private final Map<String, String> broken = new ConcurrentHashMap<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final ModelShelf shelf =
            new ModelShelf(this::load, new ShelfOptions("parlance", 1, Duration.ofMillis(20)), new Listener());

    private static ModelOffer offer(String id, String digit) {
        return new ModelOffer(id, new ArtifactRef("file:///" + digit, digit.repeat(64), 1), Instant.ofEpochSecond(1));
    }

    private ServedModel load(ModelOffer offer) {
        if (broken.containsKey(offer.id())) {
            throw new ArtifactException(broken.get(offer.id()));
        }
        FakeEngine engine = new FakeEngine();
        engines.put(offer.id(), engine);
        return new ServedModel(offer, null, engine, 16, 10, 4);
    }

    private final class Listener implements ShelfListener {
        @Override
        public void serving(ServedModel model, Optional<ServedModel> predecessor) {
            heard.add("serving " + model.id());
        }

        @Override
        public void loadedBeside(ServedModel model) {
            heard.add("beside " + model.id());
        }

        @Override
        public void failed(ModelOffer offer, Throwable cause) {
            heard.add("failed " + offer.id());
        }
    }

    @AfterEach
    void close() {
        shelf.close(Duration.ZERO);
    }

    private static void await(BooleanSupplier condition) {
        for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private void awaitServing(ModelOffer offer) {
        await(() -> shelf.state().isSettled()
                && shelf.state().active().orElseThrow().id().equals(offer.id()));
    }

    private Found find(String name) {
        return shelf.find(name).join();
    }

    @Test
    void loadsNothingBeforeItHasCaughtUp() {
        // Given
        shelf.imported(BASE);
        shelf.promoted(TUNED);
        assertThat(find("parlance")).isInstanceOf(Found.NotReady.class);
        // When
        shelf.caughtUp();
        // Then
        awaitServing(TUNED);
        assertThat(heard).containsExactly("serving ft:base:x");
    }

    @Test
    void servesTheNewestBaseUntilSomethingIsPromoted() {
        // Given
        shelf.imported(BASE);
        shelf.imported(OTHER_BASE);
        shelf.imported(BASE);
        shelf.caughtUp();
        // Then
        awaitServing(OTHER_BASE);
        // When
        shelf.promoted(TUNED);
        shelf.promoted(TUNED);
        // Then
        awaitServing(TUNED);
        // When
        shelf.promotionWithdrawn();
        // Then
        awaitServing(OTHER_BASE);
        assertThat(heard).containsExactly("serving other", "serving ft:base:x", "serving other");
    }

    @Test
    void closesAReplacedModelOnlyWhenItsAnswersHaveEnded() {
        // Given
        shelf.promoted(TUNED);
        shelf.caughtUp();
        awaitServing(TUNED);
        FakeEngine old = engines.get(TUNED.id());
        // When
        shelf.promoted(offer("ft:base:y", "e"));
        await(() -> old.draining);
        // Then
        assertThat(old.closed).isFalse();
        // When
        old.drained.complete(null);
        // Then
        await(() -> old.closed);
    }

    @Test
    void keepsTheBaseAtHandBesideThePromotedModel() {
        // Given
        shelf.imported(BASE);
        shelf.caughtUp();
        awaitServing(BASE);
        // When
        shelf.promoted(TUNED);
        awaitServing(TUNED);
        // Then
        assertThat(find("base")).isInstanceOf(Found.Ready.class);
        assertThat(engines.get("base").draining).isFalse();
        assertThat(find("ft:base:x")).isInstanceOf(Found.Ready.class);
        assertThat(((Found.Unknown) find("ft:base:old")).known()).containsExactly("parlance", "ft:base:x", "base");
    }

    @Test
    void loadsABaseWhenAskedAndLetsTheLongestUnusedGo() {
        // Given
        List.of(BASE, OTHER_BASE, THIRD_BASE).forEach(shelf::imported);
        shelf.caughtUp();
        awaitServing(THIRD_BASE);
        // When
        assertThat(find("base")).isInstanceOf(Found.Ready.class);
        assertThat(find("other")).isInstanceOf(Found.Ready.class);
        // Then
        assertThat(engines.get("base").draining).isTrue();
        assertThat(shelf.state().beside()).extracting(ServedModel::id).containsExactly("other");
        assertThat(heard).containsExactly("serving third", "beside base", "beside other");
    }

    @Test
    void goesOnWithTheOldModelWhileTheNewOneIsBrokenAndTriesAgain() {
        // Given
        shelf.imported(BASE);
        shelf.caughtUp();
        awaitServing(BASE);
        broken.put(TUNED.id(), "model.onnx.data is truncated");
        // When
        shelf.promoted(TUNED);
        await(() -> shelf.state().problem().isPresent());
        // Then
        assertThat(shelf.state().isSettled()).isFalse();
        assertThat(shelf.state().explanation()).isEqualTo("model.onnx.data is truncated");
        assertThat(((Found.Ready) find("parlance")).model().id()).isEqualTo("base");
        assertThat(find(TUNED.id())).isEqualTo(new Found.NotReady("model.onnx.data is truncated"));
        // When
        broken.clear();
        // Then
        awaitServing(TUNED);
        assertThat(heard).containsExactly("serving base", "failed ft:base:x", "serving ft:base:x");
    }

    @Test
    void endsEverythingWhenClosed() {
        // Given
        shelf.imported(BASE);
        shelf.caughtUp();
        awaitServing(BASE);
        shelf.promoted(TUNED);
        awaitServing(TUNED);
        // When
        shelf.close(Duration.ofMillis(50));
        // Then
        assertThat(new ArrayList<>(engines.values())).hasSize(2).allMatch(engine -> engine.closed);
    }
}
