package io.parlance.preprocess.augmentation.translation;

import java.util.Arrays;
import java.util.Locale;
import java.util.MissingResourceException;

/** A language by its ISO 639-2 code, such as {@code eng}. */
public record Language(String code) {
    public Language {
        if (!Arrays.stream(Locale.getISOLanguages()).anyMatch(two -> code.equals(threeLetters(two)))) {
            throw new IllegalArgumentException(
                    "language '%s' is no ISO 639-2 code; three letters are expected, such as eng or spa"
                            .formatted(code));
        }
    }

    /** Its English name. */
    String name() {
        return Arrays.stream(Locale.getISOLanguages())
                .filter(two -> code.equals(threeLetters(two)))
                .map(two -> Locale.of(two).getDisplayLanguage(Locale.ENGLISH))
                .findFirst()
                .orElseThrow();
    }

    private static String threeLetters(String two) {
        try {
            return Locale.of(two).getISO3Language();
        } catch (MissingResourceException none) {
            return "";
        }
    }

    @Override
    public String toString() {
        return code;
    }
}
