package io.parlance.preprocess.ledger.answer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.preprocess.ledger.Figure;
import io.parlance.preprocess.ledger.Figures;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A dataset's figures as they are answered. */
final class DatasetJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> SPLITS = List.of("train", "validation", "test");

    private DatasetJson() {}

    /** What a list says of it. */
    static ObjectNode brief(String dataset, Figures figures) {
        ObjectNode json = JSON.createObjectNode().put("object", "dataset").put("name", dataset);
        json.set("balance", balance(figures));
        json.set("splits", splits(figures));
        return json;
    }

    static ObjectNode whole(String dataset, Figures figures) {
        ObjectNode json = brief(dataset, figures);
        json.set("dropped", dropped(figures));
        json.set("rejected", counts(figures.of(Figure.REJECTED), "origin"));
        json.set("sources", counts(figures.of(Figure.SOURCE), "kind"));
        json.set("places", counts(figures.of(Figure.PLACE), "place"));
        json.set("examples", examples(figures));
        json.set("lengths", lengths(figures));
        json.set("turns", turns(figures));
        json.set("languages", counts(figures.of(Figure.LANGUAGE), "language"));
        json.set("strata", strata(figures));
        json.set("changes", changes(figures));
        return json;
    }

    /** Everything that came in is somewhere, and what both sides counted of refused records agrees. */
    private static ObjectNode balance(Figures figures) {
        long submitted = figures.total(Figure.SUBMITTED);
        long prepared = figures.total(Figure.PREPARED);
        long dropped = figures.total(Figure.DROPPED);
        long rejected = figures.total(Figure.REJECTED);
        long refusedBySight = figures.total(Figure.REFUSED);
        long refusedByEvent = figures.of(Figure.REJECTED).getOrDefault("kafka", 0L);
        long atTheDoor = rejected - refusedByEvent;
        long erased = figures.total(Figure.ERASED);
        long in = submitted + atTheDoor + Math.max(refusedBySight, refusedByEvent) + erased;
        long onTheirWay = in - prepared - dropped - rejected - erased;
        return JSON.createObjectNode()
                .put("in", in)
                .put("prepared", prepared)
                .put("dropped", dropped)
                .put("rejected", rejected)
                .put("erased", erased)
                .put("in_progress", Math.max(0, onTheirWay))
                .put("balanced", onTheirWay == 0);
    }

    private static ObjectNode splits(Figures figures) {
        ObjectNode splits = JSON.createObjectNode();
        SPLITS.forEach(split -> splits.put(split, figures.of(Figure.PREPARED).getOrDefault(split, 0L)));
        return splits;
    }

    private static ArrayNode dropped(Figures figures) {
        ArrayNode reasons = JSON.createArrayNode();
        mostFirst(figures.of(Figure.DROPPED)).forEach(reason -> reasons.addObject()
                .put("reason", reason.getKey())
                .put("conversations", reason.getValue())
                .put("example", figures.examples().get(reason.getKey())));
        return reasons;
    }

    private static ObjectNode examples(Figures figures) {
        Map<String, Long> sums = figures.of(Figure.TOKEN_SUM);
        return JSON.createObjectNode()
                .put("total", figures.total(Figure.PREPARED) + figures.total(Figure.FURTHER_PARTS))
                .put("further_parts", figures.total(Figure.FURTHER_PARTS))
                .put("tokens", sums.getOrDefault("all", 0L))
                .put("trained_tokens", sums.getOrDefault("trained", 0L));
    }

    private static ArrayNode lengths(Figures figures) {
        ArrayNode buckets = JSON.createArrayNode();
        byNumber(figures.of(Figure.TOKENS)).forEach((from, examples) -> buckets.addObject()
                .put("from_tokens", from)
                .put("to_tokens", 2 * from - 1)
                .put("examples", examples));
        return buckets;
    }

    private static ArrayNode turns(Figures figures) {
        ArrayNode numbers = JSON.createArrayNode();
        byNumber(figures.of(Figure.TURNS))
                .forEach((turns, conversations) ->
                        numbers.addObject().put("turns", turns).put("conversations", conversations));
        return numbers;
    }

    private static ArrayNode strata(Figures figures) {
        Map<String, Map<String, Long>> byStratum = new TreeMap<>();
        figures.of(Figure.STRATUM).forEach((name, count) -> {
            int slash = name.indexOf('/');
            String split = slash < 0 ? name : name.substring(0, slash);
            String stratum = slash < 0 ? name : name.substring(slash + 1);
            byStratum.computeIfAbsent(stratum, s -> new TreeMap<>()).merge(split, count, Long::sum);
        });
        ArrayNode strata = JSON.createArrayNode();
        byStratum.forEach((stratum, counts) -> {
            ObjectNode row = strata.addObject().put("stratum", stratum);
            row.put(
                    "conversations",
                    counts.values().stream().mapToLong(Long::longValue).sum());
            SPLITS.forEach(split -> row.put(split, counts.getOrDefault(split, 0L)));
        });
        return strata;
    }

    private static ArrayNode changes(Figures figures) {
        ArrayNode operations = JSON.createArrayNode();
        Map<String, Long> turns = figures.of(Figure.CHANGED_TURNS);
        mostFirst(figures.of(Figure.CHANGED)).forEach(operation -> operations
                .addObject()
                .put("operation", operation.getKey())
                .put("conversations", operation.getValue())
                .put("turns", turns.getOrDefault(operation.getKey(), 0L)));
        return operations;
    }

    private static ArrayNode counts(Map<String, Long> counts, String name) {
        ArrayNode rows = JSON.createArrayNode();
        mostFirst(counts)
                .forEach(count -> rows.addObject().put(name, count.getKey()).put("conversations", count.getValue()));
        return rows;
    }

    private static List<Map.Entry<String, Long>> mostFirst(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .toList();
    }

    private static Map<Long, Long> byNumber(Map<String, Long> counts) {
        Map<Long, Long> sorted = new TreeMap<>();
        counts.forEach((number, count) -> sorted.put(Long.parseLong(number), count));
        return sorted;
    }
}
