package io.parlance.ingest;

import io.parlance.ingest.format.Columns;
import io.parlance.ingest.format.Format;
import io.parlance.ingest.format.Reading;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The query parameters that say how a body is to be read. One that is unknown, repeated or unclear is refused. */
final class ReadingParameters {
    private static final Set<String> KNOWN = Set.of("format", "dataset", "subject", "columns", "header", "ignore");

    private final Map<String, List<String>> query;

    ReadingParameters(Map<String, List<String>> query) {
        this.query = query;
    }

    /** @param contentType without parameters, or null @throws Refused naming the parameter */
    Reading reading(String contentType, IngestSettings settings) throws Refused {
        for (String name : query.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new Refused(
                        name,
                        "'%s' is no parameter of this path; expected %s"
                                .formatted(name, KNOWN.stream().sorted().toList()));
            }
        }
        return new Reading(
                format(one("format")),
                contentType,
                null,
                names(one("ignore")),
                columns(one("columns"), one("header")),
                dataset(one("dataset")),
                subject(one("subject")),
                settings.maxRecordBytes(),
                settings.maxSpoolBytes());
    }

    private String one(String name) throws Refused {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new Refused(name, "%s is given %d times; give it once".formatted(name, values.size()));
        }
        if (!values.isEmpty() && values.getFirst().isBlank()) {
            throw new Refused(name, "%s is empty; leave it out or say which".formatted(name));
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private static Format format(String name) throws Refused {
        if (name == null) {
            return null;
        }
        return Format.named(name)
                .orElseThrow(() ->
                        new Refused("format", "format '%s' is not known; expected %s".formatted(name, Format.names())));
    }

    private static Columns columns(String mapping, String header) throws Refused {
        if (header != null && !header.equals("true") && !header.equals("false")) {
            throw new Refused("header", "header is '%s', expected true or false".formatted(header));
        }
        try {
            return mapping == null && header == null
                    ? Columns.BY_NAME
                    : Columns.parse(mapping, !"false".equals(header));
        } catch (IllegalArgumentException e) {
            throw new Refused("columns", "columns: " + e.getMessage());
        }
    }

    private static Set<String> names(String list) {
        return list == null ? Set.of() : Set.copyOf(Arrays.asList(list.strip().split("\\s*,\\s*")));
    }

    private static String dataset(String name) throws Refused {
        if (name != null && !DatasetName.isOpen(name)) {
            throw new Refused("dataset", "dataset is '%s'; expected %s".formatted(name, DatasetName.EXPECTED));
        }
        return name;
    }

    private static String subject(String name) throws Refused {
        if (name != null && (name.length() > 200 || name.chars().anyMatch(Character::isISOControl))) {
            throw new Refused("subject", "subject is expected to have up to 200 printable characters");
        }
        return name;
    }

    /** A parameter that cannot be honoured. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final String parameter;

        Refused(String parameter, String message) {
            super(message);
            this.parameter = parameter;
        }

        String parameter() {
            return parameter;
        }
    }
}
