package io.parlance.preprocess.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is noted of an erasure under way, so that another process can go on with it: the value of {@code erasures.states.v1}
 * under its id. Names no subject.
 *
 * @param waitingFor in words, or null
 * @param conversations how many were found
 * @param chunks so many further records hold what was found; some of them may be empty
 * @param files uploaded files in whose bytes they are
 * @param leftWithYou copies that are not ours, in words
 * @param settings of the topics that are being compacted, as they were before: overrides by name
 * @param rewritten records of others that were written again, by topic
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ErasureState(
        String erasureId,
        Status status,
        String waitingFor,
        long conversations,
        int chunks,
        List<String> files,
        List<String> leftWithYou,
        Map<String, Map<String, String>> settings,
        Map<String, Long> rewritten) {
    ErasureState {
        files = files == null ? List.of() : List.copyOf(files);
        leftWithYou = leftWithYou == null ? List.of() : List.copyOf(leftWithYou);
        settings = settings == null ? Map.of() : new TreeMap<>(settings);
        rewritten = rewritten == null ? Map.of() : new TreeMap<>(rewritten);
    }

    static ErasureState begin(String erasureId) {
        return new ErasureState(erasureId, Status.LOCATING, null, 0, 0, List.of(), List.of(), Map.of(), Map.of());
    }

    ErasureState waiting(String what) {
        return new ErasureState(
                erasureId, status, what, conversations, chunks, files, leftWithYou, settings, rewritten);
    }

    ErasureState at(Status next) {
        return new ErasureState(erasureId, next, null, conversations, chunks, files, leftWithYou, settings, rewritten);
    }

    /** Before they are written: whoever cleans up knows of all. */
    ErasureState inChunks(int number) {
        return new ErasureState(
                erasureId, status, waitingFor, conversations, number, files, leftWithYou, settings, rewritten);
    }

    ErasureState planned(Plan plan) {
        return new ErasureState(
                erasureId,
                Status.ERASING,
                null,
                plan.conversations().size(),
                chunks,
                plan.files(),
                plan.leftWithYou(),
                settings,
                rewritten);
    }

    ErasureState withSettings(Map<String, Map<String, String>> before) {
        return new ErasureState(
                erasureId, status, waitingFor, conversations, chunks, files, leftWithYou, before, rewritten);
    }

    /** Says how many records of a topic were written again; what was said before counts when it is more. */
    ErasureState rewrote(Map<String, Long> records) {
        Map<String, Long> more = new TreeMap<>(rewritten);
        records.forEach((topic, count) -> more.merge(topic, count, Math::max));
        return new ErasureState(
                erasureId, status, waitingFor, conversations, chunks, files, leftWithYou, settings, more);
    }
}
