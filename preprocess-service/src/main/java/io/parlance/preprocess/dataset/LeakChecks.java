package io.parlance.preprocess.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.contracts.DatasetVersioned;
import io.parlance.contracts.DatasetWindow;
import io.parlance.contracts.Split;
import io.parlance.preprocess.Refusal;
import io.parlance.preprocess.dataset.leak.LeakCheck;
import io.parlance.preprocess.dataset.leak.LeakReport;
import io.parlance.preprocess.dataset.leak.Passage;
import io.parlance.preprocess.dataset.leak.PassageFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Leak checks by what a request names: files, datasets, conversations. */
final class LeakChecks {
    private static final List<String> SPLITS =
            Arrays.stream(Split.values()).map(RecordJson::nameOf).toList();
    private static final List<String> SIDES = List.of("a", "b");
    private static final List<String> ONE_DATASET = List.of("dataset", "version", "threshold", "limit");

    private final DatasetWindows windows;
    private final DatasetVersions versions;
    private final long mostCharacters;

    LeakChecks(DatasetWindows windows, DatasetVersions versions, long mostCharacters) {
        this.windows = windows;
        this.versions = versions;
        this.mostCharacters = mostCharacters;
    }

    /** @param unread by side: what was there and said nothing */
    record Outcome(LeakReport report, Map<String, PassageFile.Unread> unread) {}

    /** How a check is done. @param listed pairs at most */
    record Settings(double threshold, int listed) {
        static final double USUAL_THRESHOLD = 0.7;
        static final int USUALLY_LISTED = 100;
        static final int MOST_LISTED = 10_000;

        Settings {
            if (!(threshold >= 0.3 && threshold <= 1)) {
                throw Refusal.badRequest(
                        "threshold is %s, expected a number from 0.3 to 1".formatted(threshold),
                        "threshold",
                        "invalid_value");
            }
            if (listed < 0 || listed > MOST_LISTED) {
                throw Refusal.badRequest(
                        "limit is %d, expected a whole number from 0 to %d".formatted(listed, MOST_LISTED),
                        "limit",
                        "invalid_value");
            }
        }
    }

    /** A file as it came. */
    interface Bytes {
        InputStream open() throws IOException;
    }

    /** Two files. */
    Outcome ofFiles(Map<String, Bytes> files, Settings settings) throws IOException {
        LeakCheck check = new LeakCheck(SIDES, settings.threshold(), mostCharacters);
        Map<String, PassageFile.Unread> unread = new LinkedHashMap<>();
        for (int side = 0; side < SIDES.size(); side++) {
            String name = SIDES.get(side);
            int number = side;
            try (InputStream in = files.get(name).open()) {
                long[] texts = new long[1];
                unread.put(name, PassageFile.read(in, passage -> {
                    texts[0]++;
                    check.add(number, passage);
                }));
                needTexts(texts[0], unread.get(name), "file " + name, name);
            } catch (PassageFile.NotText e) {
                throw Refusal.badRequest("file %s %s".formatted(name, e.getMessage()), name, "unreadable_file");
            }
        }
        return new Outcome(check.report(settings.listed()), unread);
    }

    /** What a JSON request asks for. */
    Outcome of(JsonNode request) {
        Settings settings = settings(request);
        if (request.has("dataset")) {
            RequestParts.knownFields("", request, ONE_DATASET);
            return new Outcome(betweenSplits(request, settings), Map.of());
        }
        RequestParts.knownFields("", request, List.of("a", "b", "threshold", "limit"));
        LeakCheck check = new LeakCheck(SIDES, settings.threshold(), mostCharacters);
        Map<String, PassageFile.Unread> unread = new LinkedHashMap<>();
        for (int side = 0; side < SIDES.size(); side++) {
            PassageFile.Unread passedOver = add(check, side, request.get(SIDES.get(side)));
            if (passedOver.total() > 0) {
                unread.put(SIDES.get(side), passedOver);
            }
        }
        return new Outcome(check.report(settings.listed()), unread);
    }

    private static Settings settings(JsonNode request) {
        JsonNode threshold = request.path("threshold");
        JsonNode limit = request.path("limit");
        if (!threshold.isMissingNode() && !threshold.isNumber()) {
            throw Refusal.badRequest("threshold is no number", "threshold", "invalid_value");
        }
        if (!limit.isMissingNode() && !limit.canConvertToInt()) {
            throw Refusal.badRequest("limit is no whole number", "limit", "invalid_value");
        }
        return new Settings(threshold.asDouble(Settings.USUAL_THRESHOLD), limit.asInt(Settings.USUALLY_LISTED));
    }

    private LeakReport betweenSplits(JsonNode request, Settings settings) {
        LeakCheck check = new LeakCheck(SPLITS, settings.threshold(), mostCharacters);
        long[] found = new long[1];
        windows.read(window("", request), (example, partition, offset) -> {
            found[0]++;
            check.add(
                    example.split().ordinal(),
                    Passage.ofTurns(
                            example.conversationId(),
                            null,
                            example.messages(),
                            example.tools(),
                            example.nonPreferred()));
        });
        if (found[0] == 0) {
            throw Refusal.notFound(
                    "dataset '%s' has no prepared example"
                            .formatted(request.path("dataset").asText()),
                    "dataset_not_found");
        }
        return check.report(settings.listed());
    }

    /** The dataset's examples of now, or of the version named. */
    private DatasetWindow window(String at, JsonNode place) {
        String dataset = needed(at, place, "dataset");
        String id = RequestParts.text(place, "version", 64);
        if (id == null) {
            return windows.prepared(dataset);
        }
        return versions.find(dataset, id)
                .map(DatasetVersioned::window)
                .orElseThrow(() -> Refusal.badRequest(
                        "dataset '%s' has no version '%s'".formatted(dataset, id),
                        at + "version",
                        "version_not_found"));
    }

    private static String needed(String at, JsonNode place, String name) {
        String value = RequestParts.text(place, name, 64);
        if (value == null) {
            throw Refusal.badRequest(
                    "%s%s is null; name one, or leave it out".formatted(at, name), at + name, "invalid_value");
        }
        return value;
    }

    private PassageFile.Unread add(LeakCheck check, int side, JsonNode place) {
        String name = SIDES.get(side);
        if (place == null || !place.isObject()) {
            throw Refusal.badRequest(
                    "%s is missing; name what to compare: {\"file_id\"}, {\"dataset\"} or {\"conversations\"}"
                            .formatted(name),
                    name,
                    "missing_parameter");
        }
        String at = name + ".";
        if (place.has("file_id")) {
            RequestParts.knownFields(at, place, List.of("file_id"));
            return addSubmitted(check, side, name, needed(at, place, "file_id"));
        }
        if (place.has("dataset")) {
            RequestParts.knownFields(at, place, List.of("dataset", "version", "split"));
            return addPrepared(check, side, at, place);
        }
        RequestParts.knownFields(at, place, List.of("conversations"));
        return addListed(check, side, at, place.path("conversations"));
    }

    /** As they were submitted: before cleaning, and before duplicates were dropped. */
    private PassageFile.Unread addSubmitted(LeakCheck check, int side, String name, String fileId) {
        long[] found = new long[1];
        windows.readSubmitted(windows.submitted(fileId), conversation -> {
            found[0]++;
            check.add(
                    side,
                    Passage.ofTurns(
                            conversation.id(),
                            conversation.source() == null
                                    ? null
                                    : conversation.source().line(),
                            conversation.messages(),
                            conversation.tools(),
                            conversation.nonPreferred()));
        });
        if (found[0] == 0) {
            throw Refusal.badRequest(
                    "no conversation was submitted from file '%s'; GET /v1/files says how far it is".formatted(fileId),
                    name + ".file_id",
                    "file_not_found");
        }
        return new PassageFile.Unread(0, List.of());
    }

    private PassageFile.Unread addPrepared(LeakCheck check, int side, String at, JsonNode place) {
        String split = RequestParts.text(place, "split", 20);
        if (split != null && !SPLITS.contains(split)) {
            throw Refusal.badRequest(
                    "%ssplit is '%s', expected one of %s".formatted(at, split, String.join(", ", SPLITS)),
                    at + "split",
                    "invalid_value");
        }
        Split wanted = split == null ? null : Split.valueOf(split.toUpperCase(Locale.ROOT));
        windows.read(window(at, place), (example, partition, offset) -> {
            if (wanted == null || example.split() == wanted) {
                check.add(
                        side,
                        Passage.ofTurns(
                                example.conversationId(),
                                null,
                                example.messages(),
                                example.tools(),
                                example.nonPreferred()));
            }
        });
        return new PassageFile.Unread(0, List.of());
    }

    private static PassageFile.Unread addListed(LeakCheck check, int side, String at, JsonNode conversations) {
        if (!conversations.isArray() || conversations.isEmpty()) {
            throw Refusal.badRequest(
                    "%sconversations is no list with at least one element".formatted(at),
                    at + "conversations",
                    "invalid_value");
        }
        long number = 0;
        long unread = 0;
        List<Long> numbers = new ArrayList<>();
        for (JsonNode conversation : conversations) {
            Passage passage = PassageFile.ofJson(conversation, ++number);
            if (passage == null) {
                unread++;
                numbers.add(number);
            } else {
                check.add(side, passage);
            }
        }
        PassageFile.Unread passedOver = new PassageFile.Unread(unread, numbers);
        needTexts(number - unread, passedOver, at + "conversations", at + "conversations");
        return passedOver;
    }

    /** Nothing crosses to where nothing is; who asks should not take that for good news. */
    private static void needTexts(long texts, PassageFile.Unread unread, String place, String param) {
        if (texts == 0) {
            throw Refusal.badRequest(
                    "%s holds no text that could be compared%s; was another one meant?"
                            .formatted(
                                    place,
                                    unread.total() == 0
                                            ? ""
                                            : " (%d lines or elements could not be read)".formatted(unread.total())),
                    param,
                    "nothing_to_compare");
        }
    }
}
