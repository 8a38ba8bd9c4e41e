package io.parlance.trainer.network;

import io.parlance.model.text.TokenSequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Which examples each step trains on: decided by data, settings and seed alone, so a resumed run finds the same. */
final class Schedule {
    private final TrainingSettings settings;
    private final int maxTokens;
    private final List<TokenSequence> train;
    private final List<TokenSequence> validation;
    private final TrainingData data;

    Schedule(TrainingData data, TrainingSettings settings, int maxPositions) {
        this.data = data;
        this.settings = settings;
        this.maxTokens = Math.min(settings.batching().maxTokens(), maxPositions);
        this.train = data.train().stream().filter(this::isUsable).toList();
        this.validation = data.validation().stream().filter(this::isUsable).toList();
    }

    private boolean isUsable(TokenSequence example) {
        return example.size() <= maxTokens && example.supervisedTokens() > 0;
    }

    private long tooLong() {
        return data.train().stream()
                .filter(example -> example.size() > maxTokens)
                .count();
    }

    /** Why no step can be taken; only asked when there are no examples to train on. */
    String whyNothing() {
        return data.train().isEmpty()
                ? "there are no training examples"
                : "of %d training examples %d are longer than %d tokens and %d have no token that counts in the loss"
                        .formatted(
                                data.train().size(),
                                tooLong(),
                                maxTokens,
                                data.train().size() - tooLong());
    }

    List<TokenSequence> train() {
        return train;
    }

    List<TokenSequence> validation() {
        return validation;
    }

    private int stepsPerEpoch() {
        return Math.ceilDiv(train.size(), settings.batching().examplesPerStep());
    }

    int totalSteps() {
        return Math.multiplyExact(settings.epochs(), stepsPerEpoch());
    }

    /** @param step from 0 @return from 0 */
    int epoch(int step) {
        return step / stepsPerEpoch();
    }

    boolean beginsEpoch(int step) {
        return step % stepsPerEpoch() == 0;
    }

    /** @param step from 0 */
    List<TokenSequence> batch(int step) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, train.size()).boxed().toList());
        Collections.shuffle(order, new Random(seed(epoch(step), 0)));
        int size = settings.batching().examplesPerStep();
        int from = step % stepsPerEpoch() * size;
        return order.subList(from, Math.min(order.size(), from + size)).stream()
                .map(train::get)
                .toList();
    }

    /** Seed of what is random inside a step. */
    long stepSeed(int step) {
        return seed(step, 1);
    }

    private long seed(int index, int purpose) {
        return new Random(31 * (31 * settings.seed() + index) + purpose).nextLong();
    }

    TrainingPlan plan(int firstStep, EngineChoice engine) {
        int tooLong = Math.toIntExact(tooLong());
        return new TrainingPlan(
                totalSteps(),
                firstStep,
                train.size(),
                tooLong,
                data.train().size() - train.size() - tooLong,
                validation.size(),
                data.validation().size() - validation.size(),
                train.stream().mapToLong(TokenSequence::size).sum(),
                train.stream().mapToLong(TokenSequence::supervisedTokens).sum(),
                engine);
    }
}
