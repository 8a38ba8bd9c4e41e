package io.parlance.endtoend.kill;

import io.parlance.contracts.DropReason;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of a conversation: {@code prepared}, {@code rejected}, or the reason of its drop, as JSON names it. */
record Outcome(int ordinal, String name) {
    private static final List<Outcome> ALL = numbered(Stream.concat(
                    Stream.of("prepared", "rejected"),
                    Arrays.stream(DropReason.values())
                            .map(reason -> reason.name().toLowerCase(Locale.ROOT)))
            .toList());
    private static final Map<String, Outcome> BY_NAME =
            ALL.stream().collect(Collectors.toMap(Outcome::name, Function.identity()));

    static final Outcome PREPARED = named("prepared");
    static final Outcome REJECTED = named("rejected");
    static final Outcome ALREADY_KNOWN = named("already_known");
    static final Outcome ID_REUSED = named("id_reused");

    private static List<Outcome> numbered(List<String> names) {
        return java.util.stream.IntStream.range(0, names.size())
                .mapToObj(i -> new Outcome(i, names.get(i)))
                .toList();
    }

    static List<Outcome> all() {
        return ALL;
    }

    static Outcome named(String name) {
        Outcome found = BY_NAME.get(name);
        if (found == null)
            throw new IllegalArgumentException("no outcome '%s'; known are %s".formatted(name, BY_NAME.keySet()));
        return found;
    }
}
