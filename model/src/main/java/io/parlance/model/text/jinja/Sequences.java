package io.parlance.model.text.jinja;

import java.util.ArrayList;
import java.util.List;

/** Python's indexing and slicing of strings (by character) and lists. */
final class Sequences {
    private Sequences() {}

    /** The item at an index, from the end when negative; undefined when there is none. */
    static Object at(Object sequence, long index, int line) {
        long size = Python.length(sequence, line);
        long place = index < 0 ? index + size : index;
        if (place < 0 || place >= size) {
            return new Undefined("item " + index);
        }
        return switch (sequence) {
            case String text -> Character.toString(text.codePointAt(text.offsetByCodePoints(0, (int) place)));
            case List<?> list -> list.get((int) place);
            default -> throw TemplateFailure.at(line, "%s has no item %d".formatted(Python.typeName(sequence), index));
        };
    }

    /** {@code sequence[from:to:step]}; bounds null when left out. */
    static Object slice(Object sequence, Long from, Long to, Long step, int line) {
        if (!(sequence instanceof String) && !(sequence instanceof List)) {
            throw TemplateFailure.at(line, "%s cannot be sliced".formatted(Python.typeName(sequence)));
        }
        long by = step == null ? 1 : step;
        if (by == 0) {
            throw TemplateFailure.at(line, "a slice has step 0");
        }
        List<Object> items = Python.items(sequence, line);
        long size = items.size();
        long start = by > 0 ? bound(from, 0, 0, size, size) : bound(from, size - 1, -1, size - 1, size);
        long end = by > 0 ? bound(to, size, 0, size, size) : bound(to, -1, -1, size - 1, size);
        List<Object> taken = new ArrayList<>();
        for (long i = start; by > 0 ? i < end : i > end; i += by) {
            taken.add(items.get((int) i));
        }
        return sequence instanceof String ? joined(taken) : taken;
    }

    private static long bound(Long bound, long otherwise, long lowest, long highest, long size) {
        if (bound == null) {
            return otherwise;
        }
        long place = bound < 0 ? bound + size : bound;
        return Math.clamp(place, lowest, Math.max(lowest, highest));
    }

    private static String joined(List<Object> characters) {
        StringBuilder text = new StringBuilder();
        characters.forEach(text::append);
        return text.toString();
    }
}
