package io.parlance.preprocess.recipe.redaction;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.ToolCall;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.recipe.operation.EveryTurn;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.Parameters;
import io.parlance.preprocess.recipe.operation.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Personal data out, typed placeholders such as {@code [EMAIL]} in, wherever people or programs write: turns, the
 * arguments of tool calls, tools' results, the tools' own texts, label and metadata. What a conversation is known by
 * stays: id, dataset, subject, source and parent, without which it could not be found to be erased.
 */
public final class Redact implements Operation {
    public static final String NAME = "redact@2";

    private final Search search;
    private final boolean numbered;

    private Redact(Search search, boolean numbered) {
        this.search = search;
        this.numbered = numbered;
    }

    public static Operation of(Parameters parameters) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Kind kind : Kind.values()) {
            if (parameters.flag(kind.name().toLowerCase(Locale.ROOT), kind != Kind.URL)) {
                kinds.add(kind);
            }
        }
        boolean privateAddresses = parameters.flag("private-ip", false);
        if (privateAddresses && !kinds.contains(Kind.IP)) {
            throw parameters.refused(
                    "private-ip", "is true while ip is false, so it would find nothing; leave one out");
        }
        Search search = new Search(kinds, privateAddresses, region(parameters));
        return new Redact(search, parameters.flag("numbered", false));
    }

    private static String region(Parameters parameters) {
        String region = parameters.word("region", "US");
        if (region.equals("none")) {
            return null;
        }
        if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(region)) {
            throw parameters.refused(
                    "region", "is '%s', expected a country such as US, GB or DE, or none".formatted(region));
        }
        return region;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Verdict apply(ConversationSubmitted conversation) {
        Placeholders placeholders = new Placeholders(search, numbered);
        List<Turn> turns = turns(conversation.messages(), placeholders);
        List<Turn> otherAnswer = turns(conversation.nonPreferred(), placeholders);
        List<Map<String, Object>> tools = tools(conversation.tools(), placeholders);
        String label = conversation.label() == null ? null : placeholders.redacted(conversation.label());
        Map<String, String> metadata = metadata(conversation.metadata(), placeholders);
        int changed = changes(conversation.messages(), turns) + changes(conversation.nonPreferred(), otherAnswer);
        boolean besides = tools != conversation.tools()
                || label != null && !label.equals(conversation.label())
                || metadata != conversation.metadata();
        if (changed == 0 && !besides) {
            return Verdict.untouched(conversation);
        }
        return new Verdict.Kept(
                new ConversationSubmitted(
                        conversation.id(),
                        conversation.dataset(),
                        turns,
                        metadata,
                        tools,
                        conversation.parallelToolCalls(),
                        otherAnswer,
                        label,
                        conversation.subject(),
                        conversation.source(),
                        conversation.parent()),
                changed + (besides ? 1 : 0),
                null);
    }

    private static List<Turn> turns(List<Turn> turns, Placeholders placeholders) {
        List<Turn> redacted = null;
        for (int i = 0; i < turns.size(); i++) {
            Turn before = turns.get(i);
            Turn after = turn(before, placeholders);
            if (after != before) {
                redacted = redacted == null ? new ArrayList<>(turns) : redacted;
                redacted.set(i, after);
            }
        }
        return redacted == null ? turns : redacted;
    }

    private static Turn turn(Turn turn, Placeholders placeholders) {
        String content = EveryTurn.isData(turn)
                ? JsonTexts.redacted(turn.content(), placeholders)
                : placeholders.redacted(turn.content());
        List<ToolCall> calls = turn.toolCalls().isEmpty()
                ? turn.toolCalls()
                : turn.toolCalls().stream()
                        .map(call -> call(call, placeholders))
                        .toList();
        return content.equals(turn.content()) && calls.equals(turn.toolCalls())
                ? turn
                : new Turn(turn.role(), content, calls, turn.toolCallId(), turn.weight());
    }

    private static ToolCall call(ToolCall call, Placeholders placeholders) {
        ToolCall.Function function = call.function();
        String arguments = JsonTexts.redacted(function.arguments(), placeholders);
        return new ToolCall(call.id(), call.type(), new ToolCall.Function(function.name(), arguments));
    }

    private static List<Map<String, Object>> tools(List<Map<String, Object>> tools, Placeholders placeholders) {
        if (tools.isEmpty()) {
            return tools;
        }
        List<Map<String, Object>> redacted =
                tools.stream().map(tool -> object(tool, placeholders)).toList();
        return redacted.equals(tools) ? tools : redacted;
    }

    private static Map<String, Object> object(Map<?, ?> object, Placeholders placeholders) {
        Map<String, Object> redacted = new LinkedHashMap<>();
        object.forEach((key, value) -> {
            String name = placeholders.redactedName(String.valueOf(key), redacted.keySet());
            redacted.put(name, value(value, placeholders));
        });
        return redacted;
    }

    private static Object value(Object value, Placeholders placeholders) {
        return switch (value) {
            case String text -> placeholders.redacted(text);
            case Map<?, ?> object -> object(object, placeholders);
            case List<?> list -> {
                List<Object> values = new ArrayList<>();
                list.forEach(item -> values.add(value(item, placeholders)));
                yield values;
            }
            case null, default -> value;
        };
    }

    private static Map<String, String> metadata(Map<String, String> metadata, Placeholders placeholders) {
        if (metadata.isEmpty()) {
            return metadata;
        }
        Map<String, String> redacted = new LinkedHashMap<>();
        // In the order of the keys, so that numbers do not depend on the map's own.
        metadata.keySet().stream().sorted().forEach(key -> {
            String name = placeholders.redactedName(key, redacted.keySet());
            redacted.put(name, placeholders.redacted(metadata.get(key)));
        });
        return redacted.equals(metadata) ? metadata : redacted;
    }

    private static int changes(List<Turn> before, List<Turn> after) {
        int changes = 0;
        for (int i = 0; i < before.size(); i++) {
            changes += before.get(i) == after.get(i) ? 0 : 1;
        }
        return changes;
    }
}
