package io.parlance.evaluator.announcement;

import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.ModelPromoted;
import io.parlance.contracts.ModelRef;
import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.Topics;
import io.parlance.evaluator.evaluation.Candidacy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Gathers from Kafka what an evaluation needs: the test split of the window, and what serves now. */
final class Candidacies {
    private final TopicReader topics;
    private final EventJson json;

    Candidacies(TopicReader topics, EventJson json) {
        this.topics = topics;
        this.json = json;
    }

    Candidacy of(ModelTrained trained) {
        WindowTests window = new WindowTests(trained, digestsOf(trained.baseModel()), json);
        topics.read(trained.window().topic(), trained.window().ranges(), window::add);
        topics.readBehind(trained.window().topic(), trained.window().ranges(), window::addKept);
        return new Candidacy(trained, champion(trained.baseModel()), window.tests(), window.passedOver());
    }

    /**
     * What serves now, if it descends from the same base; perplexities of different tokenizers cannot be compared, so
     * otherwise the candidate's own base stands in.
     */
    private ModelRef champion(ModelRef base) {
        AtomicReference<ModelPromoted> promoted = new AtomicReference<>();
        topics.readAll(Topics.MODELS_PROMOTED, record -> {
            if (record.value() != null && ModelPromoted.CHAT.equals(record.key())) {
                promoted.set(json.read(record.value(), ModelPromoted.class));
            }
        });
        return Optional.ofNullable(promoted.get())
                .filter(p -> p.baseModel().equals(base.id()))
                .map(ModelPromoted::model)
                .orElse(base);
    }

    private WindowTests.Digests digestsOf(ModelRef base) {
        AtomicReference<WindowTests.Digests> found = new AtomicReference<>();
        topics.readAll(Topics.MODELS_IMPORTED, record -> {
            if (record.value() != null && base.id().equals(record.key())) {
                BaseModelImported imported = json.read(record.value(), BaseModelImported.class);
                found.set(new WindowTests.Digests(imported.tokenizerSha256(), imported.templateSha256()));
            }
        });
        return Optional.ofNullable(found.get())
                .orElseThrow(() -> new IllegalStateException(
                        "base model %s was never announced on %s".formatted(base.id(), Topics.MODELS_IMPORTED)));
    }
}
