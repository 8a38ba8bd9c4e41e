package io.parlance.preprocess.cookbook;

import io.parlance.contracts.CheckedConversation;
import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Violation;
import io.parlance.preprocess.intake.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a client wants to see.
 *
 * @param recipe YAML, or null: the one in use
 */
record PreviewRequest(String recipe, List<ConversationSubmitted> conversations) {
    static final int MOST_CONVERSATIONS = 100;

    private static final List<String> FIELDS = List.of("recipe", "conversations");

    /** @param body JSON, {@code {"recipe": "...", "conversations": [...]}} */
    static PreviewRequest read(byte[] body) throws Refused {
        Map<?, ?> fields = object(body);
        for (Object name : fields.keySet()) {
            if (!FIELDS.contains(name)) {
                throw new Refused(
                        String.valueOf(name), "unknown field '%s', expected recipe and conversations".formatted(name));
            }
        }
        Object recipe = fields.get("recipe");
        if (recipe != null && !(recipe instanceof String)) {
            throw new Refused("recipe", "recipe must be YAML in a text; leave it out for the one in use");
        }
        return new PreviewRequest((String) recipe, conversations(fields.get("conversations")));
    }

    /** A request that is refused. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final String param;

        Refused(String param, String message) {
            super(message);
            this.param = param;
        }

        /** The field at fault, or null. */
        String param() {
            return param;
        }
    }

    private static Map<?, ?> object(byte[] body) throws Refused {
        try {
            if (new StrictJson().parse(body) instanceof Map<?, ?> fields) {
                return fields;
            }
        } catch (StrictJson.Malformed malformed) {
            throw new Refused("body", "the body " + malformed.violation().rule());
        }
        throw new Refused("body", "the body must be a JSON object with conversations");
    }

    private static List<ConversationSubmitted> conversations(Object value) throws Refused {
        if (!(value instanceof List<?> list) || list.isEmpty() || list.size() > MOST_CONVERSATIONS) {
            throw new Refused(
                    "conversations",
                    "conversations must be a list of 1 to %d conversations in OpenAI's chat shape"
                            .formatted(MOST_CONVERSATIONS));
        }
        List<ConversationSubmitted> conversations = new ArrayList<>();
        for (Object item : list) {
            String place = "conversations[%d]".formatted(conversations.size());
            switch (ConversationRules.check(item)) {
                case CheckedConversation.Accepted accepted -> conversations.add(accepted.conversation());
                case CheckedConversation.Refused refused -> {
                    Violation first = refused.violations().getFirst();
                    String field = first.field().isEmpty() ? place : place + "." + first.field();
                    throw new Refused(field, "%s %s".formatted(field, first.rule()));
                }
            }
        }
        return conversations;
    }
}
