package io.parlance.trainer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.parlance.contracts.TrainingProgressed;
import io.parlance.trainer.base.BaseStatus;
import io.parlance.trainer.run.ProgressPoint;
import io.parlance.trainer.run.RunState;
import io.parlance.trainer.run.TrainingRuns;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The trainer's figures for Prometheus, all under {@code parlance_trainer_}. */
@ApplicationScoped
@Startup
class TrainerMetrics {
    private final TrainerService trainer;
    private final MeterRegistry registry;

    TrainerMetrics(TrainerService trainer, MeterRegistry registry) {
        this.trainer = trainer;
        this.registry = registry;
    }

    @PostConstruct
    void register() {
        TrainingRuns runs = trainer.runs();
        for (String state : List.of("succeeded", "failed", "cancelled")) {
            ended(state);
        }
        runs.onChange(run -> {
            if (run.hasEnded()) {
                ended(word(run.state())).increment();
            }
        });
        Gauge.builder("parlance.trainer.runs.unfinished", runs, all -> all.unfinished()
                        .size())
                .description("Runs that wait or are being worked on")
                .register(registry);
        Gauge.builder(
                        "parlance.trainer.base.ready",
                        trainer,
                        service -> service.status() instanceof BaseStatus.Ready ? 1 : 0)
                .description("1 when the base model is in the store and announced")
                .register(registry);
        current(
                "parlance.trainer.train.loss",
                "Mean loss of the last steps, nats per token",
                TrainingProgressed::trainLoss);
        current(
                "parlance.trainer.tokens.per.second",
                "Training speed of the run in course",
                TrainingProgressed::tokensPerSecond);
        current("parlance.trainer.step", "Optimiser steps done by the run in course", progress ->
                (double) progress.step());
    }

    private Counter ended(String state) {
        return Counter.builder("parlance.trainer.runs.ended")
                .description("Runs that ended since the start")
                .tag("state", state)
                .register(registry);
    }

    /** A figure of the run in course; NaN while there is none. */
    private void current(String name, String description, Function<TrainingProgressed, Double> figure) {
        Gauge.builder(name, trainer, service -> service.current()
                        .map(service.runs()::course)
                        .filter(course -> !course.isEmpty())
                        .map(List::getLast)
                        .map(ProgressPoint::progress)
                        .map(figure)
                        .orElse(Double.NaN))
                .description(description)
                .register(registry);
    }

    private static String word(RunState state) {
        return state.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
