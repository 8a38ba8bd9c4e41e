package io.parlance.ingest.format;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two answers to one prompt. Either {@code prompt, chosen, rejected} as texts or lists of turns, where the prompt may be
 * left out if both lists begin with it; or OpenAI's {@code input, preferred_output, non_preferred_output}.
 */
final class Preference implements Translation {
    private static final Set<String> PAIR_FIELDS = Set.of("prompt", "chosen", "rejected", "system");
    private static final Set<String> OPENAI_FIELDS = Set.of("input", "preferred_output", "non_preferred_output");
    private static final Set<String> INPUT_FIELDS = Set.of("messages", "tools", "parallel_tool_calls");

    @Override
    public ReadRecord.Content translate(Map<?, ?> record) {
        boolean openAi = record.containsKey("preferred_output") || record.containsKey("non_preferred_output");
        ChatDraft draft = new ChatDraft(record, openAi ? OPENAI_FIELDS : PAIR_FIELDS, "a preference record");
        if (openAi) {
            input(draft, record.get("input"));
            preferred(draft, "preferred_output", record.get("preferred_output"), 0);
            nonPreferred(draft, "non_preferred_output", record.get("non_preferred_output"), 0);
            different(draft, record, "preferred_output", "non_preferred_output");
        } else {
            pair(draft, record);
            different(draft, record, "chosen", "rejected");
        }
        return draft.finished();
    }

    private static void pair(ChatDraft draft, Map<?, ?> record) {
        String system = draft.optionalText("system");
        if (system != null && !system.isBlank()) {
            draft.say("system", system, "system");
        }
        int shared = sharedTurns(record);
        if (shared > 0) {
            draft.addTurns(((List<?>) record.get("chosen")).subList(0, shared), "chosen", 0, false);
        } else {
            PromptCompletion.prompt(draft, record.get("prompt"));
        }
        preferred(draft, "chosen", record.get("chosen"), shared);
        nonPreferred(draft, "rejected", record.get("rejected"), shared);
    }

    /** Turns with which both answers begin, where these hold the prompt: none of their own, or the same once more. */
    private static int sharedTurns(Map<?, ?> record) {
        if (!(record.get("chosen") instanceof List<?> chosen)
                || !(record.get("rejected") instanceof List<?> rejected)) {
            return 0;
        }
        boolean holdPrompt =
                switch (record.get("prompt")) {
                    case null -> true;
                    case String prompt -> !chosen.isEmpty() && says(chosen.getFirst(), "user", prompt);
                    case List<?> prompt -> startsWith(chosen, prompt) && startsWith(rejected, prompt);
                    default -> false;
                };
        int shared = 0;
        while (holdPrompt
                && shared < Math.min(chosen.size(), rejected.size()) - 1
                && chosen.get(shared).equals(rejected.get(shared))) {
            shared++;
        }
        return shared;
    }

    private static boolean startsWith(List<?> answer, List<?> prompt) {
        return !prompt.isEmpty()
                && answer.size() > prompt.size()
                && answer.subList(0, prompt.size()).equals(prompt);
    }

    private static boolean says(Object turn, String role, String content) {
        return turn instanceof Map<?, ?> said && role.equals(said.get("role")) && content.equals(said.get("content"));
    }

    private static void input(ChatDraft draft, Object input) {
        if (!(input instanceof Map<?, ?> object)) {
            draft.refuse(
                    "input",
                    input == null
                            ? "is missing; expected an object with messages"
                            : "expected an object with messages, found " + JsonKind.of(input));
            return;
        }
        for (Object key : object.keySet()) {
            String field = String.valueOf(key);
            if (!INPUT_FIELDS.contains(field)) {
                draft.refuse(
                        "input." + JsonKind.shown(field),
                        "is no field of input; expected %s"
                                .formatted(INPUT_FIELDS.stream().sorted().toList()));
            } else if (!field.equals("messages")) {
                draft.pass(field, object.get(key));
                draft.name(field, "input." + field);
            }
        }
        if (object.get("messages") instanceof List<?> turns && !turns.isEmpty()) {
            draft.addTurns(turns, "input.messages", 0, false);
        } else {
            draft.refuse("input.messages", "expected a list of turns");
        }
    }

    private static void preferred(ChatDraft draft, String field, Object answer, int shared) {
        switch (answer) {
            case String text -> draft.say("assistant", text, field);
            case List<?> turns
            when turns.size() > shared -> draft.addTurns(turns.subList(shared, turns.size()), field, shared, true);
            case null -> draft.refuse(field, "is missing; expected text or a list of turns");
            default -> draft.refuse(field, PromptCompletion.expected(answer));
        }
    }

    private static void nonPreferred(ChatDraft draft, String field, Object answer, int shared) {
        switch (answer) {
            case String text -> draft.sayNonPreferred(text, field);
            case List<?> turns
            when turns.size() > shared -> draft.addNonPreferred(turns.subList(shared, turns.size()), field, shared);
            case null -> draft.refuse(field, "is missing; expected text or a list of turns");
            default -> draft.refuse(field, PromptCompletion.expected(answer));
        }
    }

    private static void different(ChatDraft draft, Map<?, ?> record, String better, String worse) {
        if (record.get(better) != null && record.get(better).equals(record.get(worse))) {
            draft.refuse(worse, "is the same as %s, so neither is preferred".formatted(better));
        }
    }
}
