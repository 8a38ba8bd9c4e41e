package io.parlance.ingest.file;

import io.parlance.contracts.FileUploaded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which part of the list of files is wished for.
 *
 * @param purpose only files of this purpose; null for all
 * @param after id of the file behind which the part begins; null for the beginning
 * @param limit most files of one answer
 * @param newestFirst OpenAI's order=desc
 */
record FileQuery(String purpose, String after, int limit, boolean newestFirst) {
    static final int MAX_LIMIT = 10_000;
    private static final Set<String> KNOWN = Set.of("purpose", "after", "limit", "order");

    /** @param more whether files follow behind the last one of this part */
    record Part(List<FileUploaded> files, boolean more) {}

    /** A query that cannot be answered. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final String param;

        Refused(String param, String message) {
            super(message);
            this.param = param;
        }

        String param() {
            return param;
        }
    }

    /** @throws Refused naming the parameter at fault */
    static FileQuery of(Map<String, List<String>> parameters) throws Refused {
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            if (!KNOWN.contains(parameter.getKey())) {
                throw new Refused(
                        parameter.getKey(),
                        "'%s' is not known here; expected some of %s"
                                .formatted(parameter.getKey(), new TreeSet<>(KNOWN)));
            }
            if (parameter.getValue().size() > 1) {
                throw new Refused(parameter.getKey(), "%s was sent twice".formatted(parameter.getKey()));
            }
        }
        String order = one(parameters, "order");
        if (order != null && !order.equals("asc") && !order.equals("desc")) {
            throw new Refused("order", "order is '%s', expected asc or desc".formatted(order));
        }
        return new FileQuery(
                one(parameters, "purpose"),
                one(parameters, "after"),
                limit(one(parameters, "limit")),
                !"asc".equals(order));
    }

    private static int limit(String text) throws Refused {
        if (text == null) {
            return MAX_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException noNumber) {
            // Told below, as a number out of range is.
        }
        throw new Refused("limit", "limit is '%s', expected a number from 1 to %d".formatted(text, MAX_LIMIT));
    }

    private static String one(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : values.getFirst();
    }

    /** @param oldestFirst all files @throws Refused when {@code after} names none of them */
    Part of(List<FileUploaded> oldestFirst) throws Refused {
        List<FileUploaded> ordered = new ArrayList<>(newestFirst ? oldestFirst.reversed() : oldestFirst);
        if (after != null) {
            int at = ordered.stream().map(FileUploaded::id).toList().indexOf(after);
            if (at < 0) {
                throw new Refused("after", "no file '%s'; it may have been deleted".formatted(after));
            }
            ordered = ordered.subList(at + 1, ordered.size());
        }
        List<FileUploaded> matching = ordered.stream()
                .filter(file -> purpose == null || purpose.equals(file.purpose()))
                .limit(limit + 1L)
                .toList();
        boolean more = matching.size() > limit;
        return new Part(more ? matching.subList(0, limit) : matching, more);
    }
}
