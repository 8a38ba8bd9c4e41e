package io.parlance.inference;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code GET /metrics}: what is counted, by vLLM's names, so that dashboards people have show it. Micrometer does not write a colon,
 * hence by hand.
 */
final class VllmMetrics {
    private final MeterRegistry registry;

    VllmMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        gauge(text, "num_requests_running", "parlance.inference.requests.running");
        gauge(text, "num_requests_waiting", "parlance.inference.requests.waiting");
        Collection<Counter> tokens = registry.find("parlance.inference.tokens").counters();
        counter(text, "prompt_tokens_total", ofKind(tokens, "prompt"), VllmMetrics::labels);
        counter(text, "generation_tokens_total", ofKind(tokens, "generation"), VllmMetrics::labels);
        counter(
                text,
                "request_success_total",
                registry.find("parlance.inference.answers").counters(),
                counter -> labels(counter)
                        + ",finished_reason=\"%s\"".formatted(counter.getId().getTag("finished_reason")));
        histogram(text, "time_to_first_token_seconds", "gen_ai.server.time_to_first_token");
        histogram(text, "e2e_request_latency_seconds", "gen_ai.server.request.duration");
        return text.toString();
    }

    private void gauge(StringBuilder text, String name, String ours) {
        type(text, name, "gauge");
        registry.find(ours).gauges().forEach(gauge -> sample(text, name, "", gauge.value()));
    }

    private static List<Counter> ofKind(Collection<Counter> counters, String kind) {
        return counters.stream()
                .filter(counter -> kind.equals(counter.getId().getTag("kind")))
                .toList();
    }

    private static void counter(
            StringBuilder text, String name, Collection<Counter> counters, Function<Counter, String> labels) {
        type(text, name, "counter");
        Map<String, Double> sums = counters.stream()
                .collect(Collectors.groupingBy(labels, TreeMap::new, Collectors.summingDouble(Counter::count)));
        sums.forEach((label, sum) -> sample(text, name, label, sum));
    }

    private void histogram(StringBuilder text, String name, String ours) {
        type(text, name, "histogram");
        for (Timer timer : registry.find(ours).timers()) {
            String labels = "model_name=\"%s\"".formatted(timer.getId().getTag("gen_ai.request.model"));
            var snapshot = timer.takeSnapshot();
            for (CountAtBucket bucket : snapshot.histogramCounts()) {
                double limit = bucket.bucket(TimeUnit.SECONDS);
                sample(text, name + "_bucket", "%s,le=\"%s\"".formatted(labels, limit), bucket.count());
            }
            sample(text, name + "_bucket", labels + ",le=\"+Inf\"", snapshot.count());
            sample(text, name + "_count", labels, snapshot.count());
            sample(text, name + "_sum", labels, snapshot.total(TimeUnit.SECONDS));
        }
    }

    private static String labels(Meter meter) {
        return "model_name=\"%s\"".formatted(meter.getId().getTag("model"));
    }

    private static void type(StringBuilder text, String name, String type) {
        text.append("# TYPE vllm:").append(name).append(' ').append(type).append('\n');
    }

    private static void sample(StringBuilder text, String name, String labels, double value) {
        text.append("vllm:").append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ').append(value).append('\n');
    }
}
