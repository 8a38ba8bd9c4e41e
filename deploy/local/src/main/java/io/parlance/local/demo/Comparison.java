package io.parlance.local.demo;

import io.parlance.contracts.Estimate;
import io.parlance.contracts.EvaluationCompleted;
import io.parlance.contracts.MetricComparison;
import io.parlance.local.console.Table;
import java.util.List;

/** The figures of an evaluation as a table, each with its 95 % interval. */
final class Comparison {
    private Comparison() {}

    static List<String> of(EvaluationCompleted evaluation) {
        var table = new Table("measure", "serving so far", "candidate", "difference", "n");
        for (MetricComparison metric : evaluation.metrics()) {
            String arrow =
                    metric.better() == MetricComparison.Better.LOWER ? " (lower is better)" : " (higher is better)";
            table.row(
                    metric.name().replace('_', ' ') + arrow,
                    words(metric.champion(), false),
                    words(metric.candidate(), false),
                    words(metric.difference(), true),
                    metric.difference().n());
        }
        return table.lines();
    }

    private static String words(Estimate figure, boolean signed) {
        String format = signed ? "%+.3f [%+.3f, %+.3f]" : "%.3f [%.3f, %.3f]";
        return format.formatted(figure.value(), figure.low(), figure.high());
    }
}
