package io.parlance.trainer.job;

import io.parlance.trainer.job.JobRequestReader.Refusal;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The query of a listing.
 *
 * @param metadata pairs that a job must have
 * @param withoutMetadata only jobs that have none
 */
record QueryParameters(Optional<String> after, int limit, Map<String, String> metadata, boolean withoutMetadata) {
    private static final Pattern METADATA = Pattern.compile("metadata\\[(.+)]");

    static QueryParameters ofJobs(MultivaluedMap<String, String> query) throws Refusal {
        return read(query, true);
    }

    static QueryParameters ofParts(MultivaluedMap<String, String> query) throws Refusal {
        return read(query, false);
    }

    static void none(MultivaluedMap<String, String> query) throws Refusal {
        for (String name : query.keySet()) {
            throw unknown(name, "there are no query parameters here");
        }
    }

    private static QueryParameters read(MultivaluedMap<String, String> query, boolean jobs) throws Refusal {
        Map<String, String> metadata = new HashMap<>();
        boolean withoutMetadata = false;
        for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
            String name = parameter.getKey();
            if (parameter.getValue().size() > 1) {
                throw new Refusal(ApiError.badParameter(name, "%s is given more than once".formatted(name)));
            }
            String value = parameter.getValue().getFirst();
            Matcher pair = METADATA.matcher(name);
            if (jobs && pair.matches()) {
                metadata.put(pair.group(1), value);
            } else if (jobs && name.equals("metadata") && value.equals("null")) {
                withoutMetadata = true;
            } else if (!Set.of("after", "limit").contains(name)) {
                throw unknown(
                        name, "expected after, limit" + (jobs ? ", metadata[<key>]=<value> or metadata=null" : ""));
            }
        }
        Optional<String> after = Optional.ofNullable(query.getFirst("after")).filter(text -> !text.isEmpty());
        return new QueryParameters(after, limit(query.getFirst("limit")), metadata, withoutMetadata);
    }

    private static int limit(String text) throws Refusal {
        if (text == null) {
            return Page.DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= Page.MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below, like any other value that is not in range.
        }
        throw new Refusal(ApiError.badParameter(
                "limit", "limit is '%s', expected a whole number from 1 to %d".formatted(text, Page.MAX_LIMIT)));
    }

    private static Refusal unknown(String name, String expected) {
        return new Refusal(
                ApiError.unknownParameter(name, "query parameter %s is not known; %s".formatted(name, expected)));
    }
}
