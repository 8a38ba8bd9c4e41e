package io.parlance.evaluator.announcement;

import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.ModelPromoted;
import io.parlance.contracts.ModelRef;
import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Topics;
import io.parlance.evaluator.evaluation.Candidacy;
import io.parlance.evaluator.evaluation.TestExample;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.TokenSequence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
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
        Digests digests = digestsOf(trained.baseModel());
        List<TestExample> examples = new ArrayList<>();
        long[] leftOut = {0};
        topics.read(trained.window().topic(), trained.window().ranges(), record -> {
            if (record.value() == null) {
                return;
            }
            ExamplePrepared example = json.read(record.value(), ExamplePrepared.class);
            if (example.split() != Split.TEST
                    || !example.dataset().equals(trained.window().dataset())) {
                return;
            }
            if (digests.match(example)) {
                examples.add(testExample(example));
            } else {
                leftOut[0]++;
            }
        });
        return new Candidacy(trained, champion(trained.baseModel()), examples, leftOut[0]);
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

    private Digests digestsOf(ModelRef base) {
        AtomicReference<Digests> found = new AtomicReference<>();
        topics.readAll(Topics.MODELS_IMPORTED, record -> {
            if (record.value() != null && base.id().equals(record.key())) {
                BaseModelImported imported = json.read(record.value(), BaseModelImported.class);
                found.set(new Digests(imported.tokenizerSha256(), imported.templateSha256()));
            }
        });
        return Optional.ofNullable(found.get())
                .orElseThrow(() -> new IllegalStateException(
                        "base model %s was never announced on %s".formatted(base.id(), Topics.MODELS_IMPORTED)));
    }

    private static TestExample testExample(ExamplePrepared example) {
        BitSet trained = new BitSet();
        List<TestExample.Answer> answers = new ArrayList<>();
        for (TokenSpan span : example.trained()) {
            trained.set(span.from(), span.to());
            answers.add(new TestExample.Answer(span.from(), span.to()));
        }
        TokenIds ids = TokenIds.of(example.tokens().toArray());
        return new TestExample(example.conversationId(), new TokenSequence(ids, trained), answers);
    }

    private record Digests(String tokenizer, String template) {
        boolean match(ExamplePrepared example) {
            return tokenizer.equals(example.tokenizerSha256()) && template.equals(example.templateSha256());
        }
    }
}
