package io.parlance.preprocess.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.DatasetManifest.SplitFigures;
import io.parlance.contracts.DatasetVersioned;
import io.parlance.contracts.Split;
import java.util.List;

/** Versions as answers: the names of OpenAI's API style. */
final class VersionJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    private static final List<String> SUMMARY =
            List.of("id", "dataset", "description", "license", "creator", "created_at", "digest", "window");

    private VersionJson() {}

    /** All that is known. */
    static ObjectNode whole(DatasetVersioned version) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("object", "dataset.version");
        answer.setAll((ObjectNode) JSON.<JsonNode>valueToTree(version));
        return answer;
    }

    /** What a list shows of it. */
    static ObjectNode summary(DatasetVersioned version) {
        ObjectNode whole = whole(version);
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("object", "dataset.version");
        for (String name : SUMMARY) {
            if (whole.has(name)) {
                answer.set(name, whole.get(name));
            }
        }
        JsonNode manifest = whole.get("manifest");
        for (String name : List.of("examples", "conversations", "tokens", "splits", "dropped")) {
            answer.set(name, manifest.get(name));
        }
        return answer;
    }

    static ObjectNode list(List<DatasetVersioned> page, boolean hasMore) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("object", "list");
        page.forEach(version -> answer.withArray("data").add(summary(version)));
        answer.withArray("data");
        return answer.put("has_more", hasMore);
    }

    /** Then beside now. */
    static ObjectNode verification(DatasetVersioned version, DatasetVersions.Verification now) {
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("object", "dataset.version.verification")
                .put("id", version.id())
                .put("dataset", version.dataset())
                .put("match", now.matches(version))
                .put("digest_then", version.digest())
                .put("digest_now", now.digestNow());
        long then = 0;
        long today = 0;
        long missing = 0;
        long added = 0;
        for (SplitFigures split : version.manifest().splits()) {
            then += split.examples();
            today += now.examplesNow(split);
            missing += now.missing(version, split);
            added += now.added(version, split);
            answer.withArray("splits")
                    .addObject()
                    .put("split", nameOf(split.split()))
                    .put("examples_then", split.examples())
                    .put("examples_now", now.examplesNow(split))
                    .put("missing", now.missing(version, split));
        }
        boolean onlyErased = missing > 0 && added == 0;
        return answer.put("examples_then", then)
                .put("examples_now", today)
                .put("missing", missing)
                .put("added", added)
                .put("unreadable_then", version.manifest().unreadable())
                .put("unreadable_now", now.unreadable())
                .put("verdict", now.matches(version) ? "unchanged" : onlyErased ? "erased" : "changed")
                .put("detail", detail(now.matches(version), onlyErased, missing, then));
    }

    private static String detail(boolean matches, boolean onlyErased, long missing, long then) {
        if (matches) {
            return "the window holds what it held";
        }
        return onlyErased
                ? "%d of %d examples were erased since; the digest is that of all of them".formatted(missing, then)
                : "the window holds other examples than it did; something but an erasure wrote to the topic or took from it";
    }

    static String nameOf(Split split) {
        return RecordJson.nameOf(split);
    }
}
