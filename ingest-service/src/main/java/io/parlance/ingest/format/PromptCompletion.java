package io.parlance.ingest.format;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code prompt} and {@code completion}, each a text or a list of turns. Of a prompt's own answers nothing is learnt. */
final class PromptCompletion implements Translation {
    private static final Set<String> FIELDS = Set.of("prompt", "completion", "system");

    @Override
    public ReadRecord.Content translate(Map<?, ?> record) {
        ChatDraft draft = new ChatDraft(record, FIELDS, "a prompt/completion record");
        String system = draft.optionalText("system");
        if (system != null && !system.isBlank()) {
            draft.say("system", system, "system");
        }
        prompt(draft, record.get("prompt"));
        switch (record.get("completion")) {
            case String text -> draft.say("assistant", text, "completion");
            case List<?> turns when !turns.isEmpty() -> draft.addTurns(turns, "completion", 0, true);
            case null -> draft.refuse("completion", "is missing; expected text or a list of turns");
            default -> draft.refuse("completion", expected(record.get("completion")));
        }
        return draft.finished();
    }

    static void prompt(ChatDraft draft, Object prompt) {
        switch (prompt) {
            case String text -> draft.say("user", text, "prompt");
            case List<?> turns when !turns.isEmpty() -> draft.addTurns(turns, "prompt", 0, false);
            case null -> draft.refuse("prompt", "is missing; expected text or a list of turns");
            default -> draft.refuse("prompt", expected(prompt));
        }
    }

    static String expected(Object found) {
        return "expected text or a list of turns, found "
                + (found instanceof List<?> ? "an empty list" : JsonKind.of(found));
    }
}
