package io.parlance.ingest.format;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code instruction, input, output}, with {@code system} and a {@code history} of pairs. */
final class Alpaca implements Translation {
    private static final Set<String> FIELDS = Set.of("instruction", "input", "output", "system", "history");

    @Override
    public ReadRecord.Content translate(Map<?, ?> record) {
        ChatDraft draft = new ChatDraft(record, FIELDS, "an Alpaca record");
        String system = draft.optionalText("system");
        if (system != null && !system.isBlank()) {
            draft.say("system", system, "system");
        }
        history(draft, record.get("history"));
        String instruction = draft.requiredText("instruction");
        String input = draft.optionalText("input");
        if (instruction != null) {
            draft.say("user", asked(instruction, input), "instruction");
        }
        String output = draft.requiredText("output");
        if (output != null) {
            draft.say("assistant", output, "output");
        }
        return draft.finished();
    }

    private static String asked(String instruction, String input) {
        if (input == null || input.isBlank()) {
            return instruction;
        }
        return instruction.isBlank() ? input : instruction + "\n\n" + input;
    }

    private static void history(ChatDraft draft, Object history) {
        if (history == null) {
            return;
        }
        if (!(history instanceof List<?> pairs)) {
            draft.refuse("history", "expected a list of [asked, answered] pairs, found " + JsonKind.of(history));
            return;
        }
        for (int i = 0; i < pairs.size(); i++) {
            String at = "history[%d]".formatted(i);
            if (pairs.get(i) instanceof List<?> pair
                    && pair.size() == 2
                    && pair.get(0) instanceof String asked
                    && pair.get(1) instanceof String answered) {
                draft.say("user", asked, at + "[0]");
                draft.say("assistant", answered, at + "[1]");
            } else {
                draft.refuse(at, "expected a pair of two texts, [asked, answered]");
            }
        }
    }
}
