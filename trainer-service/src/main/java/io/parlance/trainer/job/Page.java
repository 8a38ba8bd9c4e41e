package io.parlance.trainer.job;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A part of a list, as clients page through it: {@code after} the last id they have, at most {@code limit}. */
record Page<T>(List<T> items, boolean hasMore) {
    static final int DEFAULT_LIMIT = 20;
    static final int MAX_LIMIT = 100;

    /** @return empty when there is no item with the id {@code after} */
    static <T> Optional<Page<T>> of(List<T> all, Optional<String> after, int limit, Function<T, String> id) {
        int from = 0;
        if (after.isPresent()) {
            List<String> ids = all.stream().map(id).toList();
            int at = ids.indexOf(after.get());
            if (at < 0) {
                return Optional.empty();
            }
            from = at + 1;
        }
        int to = Math.min(all.size(), from + limit);
        return Optional.of(new Page<>(List.copyOf(all.subList(from, to)), to < all.size()));
    }
}
