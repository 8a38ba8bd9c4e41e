package io.parlance.contracts;

/** The checks that event records share; each names record, field and what was expected. */
final class Check {
    private static final int SHA256_DIGITS = 64;

    private Check() {}

    static String text(String event, String field, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("%s: %s is missing".formatted(event, field));
        }
        return value;
    }

    static <T> T present(String event, String field, T value) {
        if (value == null) {
            throw new IllegalArgumentException("%s: %s is missing".formatted(event, field));
        }
        return value;
    }

    static long atLeast(String event, String field, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s: %s is %d, expected at least %d".formatted(event, field, value, least));
        }
        return value;
    }

    static String sha256(String event, String field, String value) {
        if (value == null || value.length() != SHA256_DIGITS || !isLowerCaseHex(value)) {
            throw new IllegalArgumentException(
                    "%s: %s is '%s', expected 64 lower-case hex digits".formatted(event, field, value));
        }
        return value;
    }

    /** By hand: it is asked three times for each example. */
    private static boolean isLowerCaseHex(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
