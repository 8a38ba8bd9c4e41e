package io.parlance.preprocess.dataset.manifest;

import io.parlance.contracts.DatasetManifest;
import io.parlance.contracts.DatasetManifest.PreparedWith;
import io.parlance.contracts.DatasetManifest.SplitFigures;
import io.parlance.contracts.DatasetManifest.Tokens;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Split;
import io.parlance.preprocess.Instructions;
import io.parlance.preprocess.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts a dataset, example by example. Keeps 32 bytes of each, a sample, and counts; so its memory does not depend on how
 * long the examples are.
 */
public final class ManifestCounting {
    private final DigestSet digests = new DigestSet();
    private final Map<Split, SplitCount> splits = new EnumMap<>(Split.class);
    private final StrataCounts strata = new StrataCounts();
    private final Map<String, Long> languages = new HashMap<>();
    private final Map<String, Long> dropped = new HashMap<>();
    private final SizeCounts lengths = new SizeCounts();
    private final SizeCounts turns = new SizeCounts();
    private final Map<String, Long> augmented = new HashMap<>();
    private final Map<String, Long> changed = new HashMap<>();
    private final Map<Made, Long> madeWith = new HashMap<>();
    private final RepresentationCounts representation = new RepresentationCounts(Lexicon.standard());
    private final DiversitySample sample = new DiversitySample();
    private final ExportCounts exports = new ExportCounts();
    private long preferencePairs;
    private long withTools;
    private long unreadable;

    private record Made(String baseModel, String tokenizer, String template, String recipe) {}

    private static final class SplitCount {
        private long examples;
        private long conversations;
        private long tokens;
        private long trained;
    }

    /** @param digest of everything counted */
    public record Counted(String digest, DatasetManifest manifest) {}

    public void add(ExamplePrepared example) {
        Sha256 content = ExampleContent.digest(example);
        digests.add(content);
        SplitCount split = splits.computeIfAbsent(example.split(), _ -> new SplitCount());
        split.examples++;
        split.conversations += ExampleContent.opensConversation(example) ? 1 : 0;
        split.tokens += example.tokens().size();
        split.trained += ExampleContent.trainedTokens(example);
        if (ExampleContent.opensConversation(example)) {
            strata.add(example);
        }
        String language = example.traits().language();
        ExampleContent.count(languages, language == null ? "unknown" : language);
        lengths.add(example.tokens().size());
        turns.add(example.messages().size());
        if (example.traits().parent() != null) {
            ExampleContent.count(augmented, example.traits().parent().method());
        }
        example.traits().changes().forEach(change -> ExampleContent.count(changed, change.operation()));
        madeWith.merge(
                new Made(
                        example.baseModel(),
                        example.tokenizerSha256(),
                        example.templateSha256(),
                        example.recipeSha256()),
                1L,
                Long::sum);
        representation.add(Instructions.leftOut(example.messages()));
        sample.add(example, content);
        exports.add(example);
        preferencePairs += example.nonPreferred() == null ? 0 : 1;
        withTools += example.tools().isEmpty() ? 0 : 1;
    }

    /** A record of the window that is no example. */
    public void addUnreadable() {
        unreadable++;
    }

    /** @param reason its name in JSON */
    public void addDropped(String reason) {
        ExampleContent.count(dropped, reason);
    }

    /** All of it, once. Shares are those the split aims at. */
    public Counted counted(double train, double validation, double test) {
        DigestSet.Result result = digests.result();
        List<SplitFigures> figures = new ArrayList<>();
        for (Split split : Split.values()) {
            SplitCount count = splits.getOrDefault(split, new SplitCount());
            figures.add(new SplitFigures(
                    split, count.examples, count.conversations, new Tokens(count.tokens, count.trained)));
        }
        long conversations =
                figures.stream().mapToLong(SplitFigures::conversations).sum();
        DatasetManifest manifest = new DatasetManifest(
                figures.stream().mapToLong(SplitFigures::examples).sum(),
                conversations,
                new Tokens(
                        figures.stream().mapToLong(f -> f.tokens().total()).sum(),
                        figures.stream().mapToLong(f -> f.tokens().trained()).sum()),
                preferencePairs,
                withTools,
                result.repeated(),
                unreadable,
                figures,
                strata.strata(StrataCounts.shares(train, validation, test)),
                languages,
                dropped,
                lengths.histogram(),
                turns.histogram(),
                augmented,
                changed,
                preparedWith(),
                representation.representation(),
                sample.diversity(),
                exports.exports());
        return new Counted(result.digest(), manifest);
    }

    private List<PreparedWith> preparedWith() {
        return madeWith.entrySet().stream()
                .map(made -> new PreparedWith(
                        made.getKey().baseModel(),
                        made.getKey().tokenizer(),
                        made.getKey().template(),
                        made.getKey().recipe(),
                        made.getValue()))
                .sorted(Comparator.comparingLong(PreparedWith::examples)
                        .reversed()
                        .thenComparing(PreparedWith::toString))
                .toList();
    }
}
