package io.parlance.model.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Keeps what people write from becoming control tokens. A marker, a character that Unicode reserves for internal use
 * and that the conversation does not contain, is put inside every special token's text that occurs in a message, and
 * inside every beginning or end of one at a message's edges, where the template's own text could complete it. So the
 * special tokens found in the rendered text are those that the template wrote; then the markers are taken out again.
 */
final class ContentGuard {
    private static final char FIRST_NONCHARACTER = '\uFDD0';
    private static final char LAST_NONCHARACTER = '\uFDEF';
    /** Roles whose names templates put between the parts of a token, as in {@code '<|' + role + '|>'}. */
    private static final Set<String> USUAL_ROLES =
            Set.of("system", "developer", "user", "assistant", "tool", "function", "ipython", "model", "human", "gpt");

    private final Set<String> specialTokens;
    private final char marker;

    private ContentGuard(Set<String> specialTokens, char marker) {
        this.specialTokens = specialTokens;
        this.marker = marker;
    }

    static ContentGuard of(Set<String> specialTokens, String templateSource, Conversation conversation) {
        for (char marker = FIRST_NONCHARACTER; marker <= LAST_NONCHARACTER; marker++) {
            char candidate = marker;
            if (templateSource.indexOf(candidate) < 0 && !occurs(candidate, conversation)) {
                return new ContentGuard(specialTokens, marker);
            }
        }
        throw new ChatTemplateException(
                "the conversation contains all noncharacters from U+FDD0 to U+FDEF, so none is left to mark its text with. Take them out.");
    }

    private static boolean occurs(char candidate, Conversation conversation) {
        boolean[] found = new boolean[1];
        UnaryOperator<String> look = text -> {
            found[0] |= text.indexOf(candidate) >= 0;
            return text;
        };
        texts(conversation, look, look);
        return found[0];
    }

    Conversation guard(Conversation conversation) {
        return texts(conversation, this::guardRole, this::guard);
    }

    /** A copy of the conversation in which each text that somebody wrote went through these functions. */
    private static Conversation texts(
            Conversation conversation, UnaryOperator<String> roles, UnaryOperator<String> contents) {
        List<ChatMessage> messages = new ArrayList<>(conversation.messages().size());
        conversation
                .messages()
                .forEach(m -> messages.add(new ChatMessage(
                        roles.apply(m.role()),
                        contents.apply(m.content()),
                        TemplateValues.copies(m.toolCalls(), contents),
                        m.toolCallId() == null ? null : contents.apply(m.toolCallId()),
                        m.trained())));
        return new Conversation(messages, TemplateValues.copies(conversation.tools(), contents));
    }

    /** The text as it was written. */
    String release(String guarded) {
        return guarded.indexOf(marker) < 0 ? guarded : guarded.replace(String.valueOf(marker), "");
    }

    boolean isMarker(char c) {
        return c == marker;
    }

    private String guardRole(String role) {
        return USUAL_ROLES.contains(role) || role.isEmpty()
                ? role
                : role.charAt(0) + String.valueOf(marker) + role.substring(1);
    }

    private String guard(String text) {
        BitSet marked = new BitSet();
        int from = startOfText(text);
        int to = endOfText(text);
        for (String token : specialTokens) {
            for (int at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
                marked.set(at + 1);
            }
            markEdges(text, from, to, token, marked);
        }
        if (marked.isEmpty()) {
            return text;
        }
        StringBuilder guarded = new StringBuilder(text.length() + marked.cardinality());
        for (int i = 0; i < text.length(); i++) {
            if (marked.get(i)) {
                guarded.append(marker);
            }
            guarded.append(text.charAt(i));
        }
        return marked.get(text.length()) ? guarded.append(marker).toString() : guarded.toString();
    }

    /** Templates trim messages, so the edges are those of what is left then; the whole text's own are inside. */
    private static void markEdges(String text, int from, int to, String token, BitSet marked) {
        for (int length = 2; length < token.length() && length <= to - from; length++) {
            if (text.startsWith(token.substring(token.length() - length), from)) {
                marked.set(from + 1);
            }
            if (text.startsWith(token.substring(0, length), to - length)) {
                marked.set(to - length + 1);
            }
        }
    }

    private static int startOfText(String text) {
        int from = 0;
        while (from < text.length() && PreTokenizer.isBlank(text.charAt(from))) {
            from++;
        }
        return from;
    }

    private static int endOfText(String text) {
        int to = text.length();
        while (to > 0 && PreTokenizer.isBlank(text.charAt(to - 1))) {
            to--;
        }
        return to;
    }
}
