package io.parlance.preprocess.augmentation.translation;

import io.parlance.preprocess.augmentation.UnavailableException;
import io.parlance.preprocess.augmentation.translation.NullFlushProcess.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Apertium's processes, one per direction, started at the first text and again when they have died. A text at which a
 * process dies twice, or is silent for too long, is refused; unless any other text fares the same.
 */
final class ProcessTranslator implements Translator {
    private static final String ANY_TEXT = "Good morning";

    private final String name;
    private final BiFunction<Language, Language, List<String>> commands;
    private final Map<String, String> environment;
    private final Duration patience;
    private final Map<String, NullFlushProcess> processes = new HashMap<>();

    /** @param commands for a direction; may throw {@link UnavailableException} */
    ProcessTranslator(
            String name,
            BiFunction<Language, Language, List<String>> commands,
            Map<String, String> environment,
            Duration patience) {
        this.name = name;
        this.commands = commands;
        this.environment = Map.copyOf(environment);
        this.patience = patience;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Translation translate(String text, Language from, Language to) {
        String stream = ApertiumText.encode(text);
        Reply reply = exchange(stream, from, to);
        if (reply instanceof Reply.Died) {
            reply = exchange(stream, from, to);
        }
        return switch (reply) {
            case Reply.Answered a -> new Translation.Translated(ApertiumText.decode(a.text()));
            case Reply.Silent s -> {
                requireWell(from, to);
                yield new Translation.Refused("%s %s-%s gave no answer within %s".formatted(name, from, to, s.after()));
            }
            case Reply.Died _ -> {
                requireWell(from, to);
                yield new Translation.Refused("%s %s-%s ended twice at this text".formatted(name, from, to));
            }
        };
    }

    private void requireWell(Language from, Language to) {
        Reply reply = exchange(ApertiumText.encode(ANY_TEXT), from, to);
        switch (reply) {
            case Reply.Answered _ -> {}
            case Reply.Silent s ->
                throw new UnavailableException(
                        "%s %s-%s answers no text within %s; raise apertium.timeout if the machine is busy"
                                .formatted(name, from, to, s.after()));
            case Reply.Died d ->
                throw new UnavailableException("%s %s-%s ends at once, saying: %s; is it installed whole?"
                        .formatted(name, from, to, d.lastWords().isEmpty() ? "nothing" : d.lastWords()));
        }
    }

    private Reply exchange(String stream, Language from, Language to) {
        String direction = from + "-" + to;
        NullFlushProcess process = processes.get(direction);
        if (process == null || !process.isAlive()) {
            process = start(commands.apply(from, to));
            processes.put(direction, process);
        }
        try {
            Reply reply = process.exchange(stream, patience);
            if (!(reply instanceof Reply.Answered)) {
                processes.remove(direction);
            }
            return reply;
        } catch (InterruptedException e) {
            process.close();
            processes.remove(direction);
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting for " + name, e);
        }
    }

    private NullFlushProcess start(List<String> command) {
        try {
            return NullFlushProcess.start(command, environment);
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be started: %s".formatted(name, e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        processes.values().forEach(NullFlushProcess::close);
        processes.clear();
    }
}
