package io.parlance.preprocess.recipe.redaction;

import java.util.Locale;
import org.apache.commons.validator.routines.IBANValidator;

/** International bank account numbers: the country's own format and the check digits (mod 97) must agree. */
final class IbanFinder implements Finder {
    /** Fewest digits any country's has. */
    static final int LEAST_DIGITS = 6;

    private static final IBANValidator VALIDATOR = IBANValidator.getInstance();

    @Override
    public void find(String text, Findings findings) {
        for (int i = 0; i + 4 < text.length(); i++) {
            if (isCountry(text, i) && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)))) {
                String country = text.substring(i, i + 2).toUpperCase(Locale.ROOT);
                IBANValidator.Validator format = VALIDATOR.getValidator(country);
                if (format != null) {
                    find(text, i, format.getIbanLength(), findings);
                }
            }
        }
    }

    private static void find(String text, int from, int length, Findings findings) {
        StringBuilder compact = new StringBuilder(length);
        int to = from;
        while (to < text.length() && compact.length() < length) {
            char c = text.charAt(to);
            if (isAlphanumeric(c)) {
                compact.append(c);
            } else if (!isSeparator(c) || isSeparator(text.charAt(to - 1))) {
                return;
            }
            to++;
        }
        boolean goesOn = to < text.length() && Character.isLetterOrDigit(text.charAt(to));
        String iban = compact.toString().toUpperCase(Locale.ROOT);
        if (!goesOn && VALIDATOR.isValid(iban)) {
            findings.add(new Match(Kind.IBAN, from, to, iban));
        }
    }

    private static boolean isCountry(String text, int i) {
        return isLetter(text.charAt(i))
                && isLetter(text.charAt(i + 1))
                && isDigit(text.charAt(i + 2))
                && isDigit(text.charAt(i + 3));
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == '-' || c == '\u00A0' || c == '\u202F';
    }

    private static boolean isAlphanumeric(char c) {
        return isLetter(c) || isDigit(c);
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
