package io.parlance.local.gateway;

import io.parlance.local.world.Service;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which service answers which path; conversations are sent to one service and asked for at another. */
final class Routes {
    private static final Map<String, Service> BY_PREFIX = Map.ofEntries(
            Map.entry("/v1/conversations", Service.INGEST),
            Map.entry("/v1/files", Service.INGEST),
            Map.entry("/v1/feedback", Service.INGEST),
            Map.entry("/v1/pages", Service.INGEST),
            Map.entry("/v1/datasets", Service.PREPROCESS),
            Map.entry("/v1/leak-check", Service.PREPROCESS),
            Map.entry("/v1/recipes", Service.PREPROCESS),
            Map.entry("/v1/examples", Service.PREPROCESS),
            Map.entry("/v1/rejections", Service.PREPROCESS),
            Map.entry("/v1/subjects", Service.PREPROCESS),
            Map.entry("/v1/erasures", Service.PREPROCESS),
            Map.entry("/data", Service.PREPROCESS),
            Map.entry("/v1/augmentations", Service.PREPROCESS),
            Map.entry("/v1/fine_tuning", Service.TRAINER),
            Map.entry("/v1/evaluations", Service.EVALUATOR),
            Map.entry("/v1/chat/completions", Service.INFERENCE),
            Map.entry("/v1/completions", Service.INFERENCE),
            Map.entry("/v1/models", Service.INFERENCE),
            Map.entry("/tokenize", Service.INFERENCE),
            Map.entry("/detokenize", Service.INFERENCE),
            Map.entry("/tokenizer_info", Service.INFERENCE),
            Map.entry("/apply-template", Service.INFERENCE),
            Map.entry("/health", Service.INFERENCE));

    /** Longest first, so that a path below another one can have its own service. */
    private static final List<String> PREFIXES = BY_PREFIX.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();

    private Routes() {}

    /** The service for a path; a prefix covers whole segments only. */
    static Optional<Service> of(String method, String path) {
        if (path.startsWith("/v1/conversations/") && !method.equals("POST")) return Optional.of(Service.PREPROCESS);
        for (String prefix : PREFIXES)
            if (path.equals(prefix) || path.startsWith(prefix + "/")) return Optional.of(BY_PREFIX.get(prefix));
        return Optional.empty();
    }

    /** All paths, for people. */
    static String listed() {
        return String.join(", ", new TreeMap<>(BY_PREFIX).keySet());
    }
}
