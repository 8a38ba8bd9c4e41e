package io.parlance.trainer.run;

import io.parlance.contracts.TrainingProgressed;
import java.time.Instant;

/** How far a run was, and when. */
public record ProgressPoint(Instant at, TrainingProgressed progress) {}
