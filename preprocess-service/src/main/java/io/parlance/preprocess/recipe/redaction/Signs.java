package io.parlance.preprocess.recipe.redaction;

/**
 * What a text holds that personal data cannot do without; one look that spares most texts all others.
 *
 * @param digits decimal digits of any script
 * @param run most digits between two letters
 * @param innerDots dots between two digits of ASCII
 */
record Signs(int digits, int run, int innerDots, int colons, boolean at, boolean address) {
    static Signs of(String text) {
        int digits = 0;
        int run = 0;
        int sinceLetter = 0;
        int dots = 0;
        int innerDots = 0;
        int colons = 0;
        boolean at = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9' || c >= 0x80 && Character.isDigit(c)) {
                digits++;
                sinceLetter++;
                run = Math.max(run, sinceLetter);
            } else if (c == '.') {
                dots++;
                innerDots += isDigit(text, i - 1) && isDigit(text, i + 1) ? 1 : 0;
            } else if (c == ':') {
                colons++;
            } else if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
                sinceLetter = 0;
            } else if (c == '@' || c == '\uFF20') {
                at = true;
            }
        }
        boolean address = colons > 0 && text.contains("://") || dots > 0 && containsWww(text);
        return new Signs(digits, run, innerDots, colons, at, address);
    }

    private static boolean isDigit(String text, int index) {
        return index >= 0 && index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private static boolean containsWww(String text) {
        return text.contains("www.") || text.contains("WWW.") || text.contains("Www.");
    }
}
