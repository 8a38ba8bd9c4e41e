package io.parlance.preprocess.recipe.filter;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.Parameters;
import io.parlance.preprocess.recipe.operation.Spoken;
import io.parlance.preprocess.recipe.operation.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Tells the language that user and assistant speak, and drops what is in none of those to keep. Of a conversation that
 * is too short, or that the detector is not sure enough of, the language is told to be undetermined.
 */
public final class LanguageFilter implements Operation {
    public static final String NAME = "language@3";
    /** ISO 639-2 for what nobody can tell. */
    public static final String UNDETERMINED = "und";

    /** What redaction puts in the place of personal data is in no language. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\[[A-Z]{2,10}(_\\d+)?]");

    private final Languages languages = Languages.loaded();
    private final Set<String> keep;
    private final double leastConfidence;
    private final double leastLead;
    private final int leastCharacters;
    private final int mostCharacters;
    private final boolean keepUnsure;

    private LanguageFilter(Parameters parameters) {
        List<String> codes = parameters.list("keep", List.of());
        for (String code : codes) {
            if (!languages.knows(code)) {
                throw parameters.refused("keep", "names '%s', expected some of %s".formatted(code, languages.known()));
            }
        }
        keep = new TreeSet<>(codes);
        leastConfidence = parameters.share("min-confidence", 0);
        leastLead = parameters.number("min-lead", 1.2, 1, 1_000);
        leastCharacters = parameters.whole("min-characters", 20, 0, 100_000);
        mostCharacters = parameters.whole("first-characters", 150, 20, 100_000);
        keepUnsure = parameters.choice("unsure", "keep", "keep", "drop").equals("keep");
    }

    public static Operation of(Parameters parameters) {
        return new LanguageFilter(parameters);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Verdict apply(ConversationSubmitted conversation) {
        String text = withoutPlaceholders(Spoken.text(conversation));
        if (text.length() < leastCharacters) {
            return unsure(conversation, "%d characters, at least %d to tell".formatted(text.length(), leastCharacters));
        }
        Languages.Guess guess = languages.guess(text.substring(0, Math.min(text.length(), mostCharacters)));
        if (guess.confidence() < leastConfidence) {
            return unsure(
                    conversation,
                    String.format(
                            Locale.ROOT,
                            "%s with confidence %.3f, at least %s to tell",
                            guess.code(),
                            guess.confidence(),
                            leastConfidence));
        }
        if (guess.lead() < leastLead) {
            return unsure(
                    conversation,
                    String.format(
                            Locale.ROOT,
                            "%s is %.3f times as probable as the next language, at least %s to tell",
                            guess.code(),
                            guess.lead(),
                            leastLead));
        }
        return keep.isEmpty() || keep.contains(guess.code())
                ? new Verdict.Kept(conversation, 0, guess.code())
                : new Verdict.Dropped(
                        DropReason.LANGUAGE,
                        String.format(
                                Locale.ROOT,
                                "%s (confidence %.3f), kept are %s",
                                guess.code(),
                                guess.confidence(),
                                String.join(", ", keep)));
    }

    private static String withoutPlaceholders(String text) {
        return text.indexOf('[') < 0 ? text : PLACEHOLDER.matcher(text).replaceAll(" ");
    }

    private Verdict unsure(ConversationSubmitted conversation, String why) {
        return keepUnsure
                ? new Verdict.Kept(conversation, 0, UNDETERMINED)
                : new Verdict.Dropped(DropReason.LANGUAGE, "language not sure: " + why);
    }
}
