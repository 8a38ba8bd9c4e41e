package io.parlance.preprocess.placement;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The groups of near-duplicates that one dataset keeps together. A group has the name of its first, and keeps it when the
 * first is erased; the id may then be given to another conversation, which has nothing to do with the group.
 */
final class Groups {
    private final Map<String, NavigableSet<Integer>> members = new HashMap<>();

    void add(Remembered member) {
        if (member.group() != null) {
            members.computeIfAbsent(member.group(), g -> new TreeSet<>()).add(member.ordinal());
        }
    }

    void remove(Remembered member) {
        NavigableSet<Integer> others = members.get(member.group());
        if (others != null && others.remove(member.ordinal()) && others.isEmpty()) {
            members.remove(member.group());
        }
    }

    /** What the group is called that a conversation without one is the first of. */
    String name(String id, int ordinal) {
        NavigableSet<Integer> others = members.get(id);
        boolean ofAnErasedOne = others != null && others.first() < ordinal;
        return ofAnErasedOne ? id + "~" + ordinal : id;
    }
}
