package io.parlance.ingest.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.regex.Pattern;

/** What is wrong with a JSON text, without the advice that the library gives to programmers. */
final class JsonFault {
    private static final int SHOWN_CHARACTERS = 160;
    private static final Pattern FOR_PROGRAMMERS = Pattern.compile(
            ", from `[^`]*`|(: enable `| \\(start marker at |; this may be caused|\\R).*", Pattern.DOTALL);

    private JsonFault() {}

    /** Goes on from "is not JSON: ". */
    static String words(JsonProcessingException e) {
        String said = e.getOriginalMessage();
        if (e instanceof MismatchedInputException) {
            return said.startsWith("Trailing token")
                    ? "something follows behind its end; one object is expected here, and one on each line of application/x-ndjson"
                    : "it is empty";
        }
        String words = FOR_PROGRAMMERS.matcher(said).replaceAll("");
        String shown = words.length() > SHOWN_CHARACTERS ? words.substring(0, SHOWN_CHARACTERS) + "..." : words;
        return e.getLocation() == null
                ? shown
                : "%s (character %d)".formatted(shown, e.getLocation().getColumnNr());
    }
}
