package io.parlance.preprocess.recipe.redaction;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.Locale;
import java.util.Set;

/**
 * Telephone numbers that could be dialled, as libphonenumber knows them: international ones, and those of one region
 * without its country code. A bare row of digits that the words before it call an order, a ticket or the like is none.
 */
final class PhoneFinder implements Finder {
    static final int LEAST_DIGITS = 7;

    private static final int WORDS_BEFORE = 4;
    private static final Set<String> OF_PHONES = Set.of(
            "phone", "telephone", "tel", "mobile", "cell", "call", "dial", "fax", "text", "sms", "whatsapp", "reach");
    private static final Set<String> OF_OTHERS = Set.of(
            "order",
            "orders",
            "ticket",
            "case",
            "invoice",
            "ref",
            "reference",
            "tracking",
            "parcel",
            "shipment",
            "id",
            "serial",
            "sku",
            "item",
            "article",
            "product",
            "booking",
            "reservation",
            "confirmation",
            "code",
            "policy",
            "claim",
            "isbn",
            "part",
            "model",
            "version",
            "port",
            "timestamp");

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final String region;

    /** @param region ISO 3166-1, two letters; null: international numbers only */
    PhoneFinder(String region) {
        this.region = region;
    }

    @Override
    public void find(String text, Findings findings) {
        // A card right behind a number would be taken for its end, and the number be no number.
        String rest = findings.covering(text);
        for (PhoneNumberMatch match : numbers.findNumbers(rest, region, Leniency.VALID, Long.MAX_VALUE)) {
            if (!findings.isNoPhone(match.start(), match.end()) && !isCalledOtherwise(text, match)) {
                findings.add(new Match(
                        Kind.PHONE,
                        match.start(),
                        match.end(),
                        numbers.format(match.number(), PhoneNumberFormat.E164)));
            }
        }
    }

    private static boolean isCalledOtherwise(String text, PhoneNumberMatch match) {
        if (!match.rawString().chars().allMatch(Character::isDigit)) {
            return false;
        }
        int at = match.start();
        if (at > 0 && text.charAt(at - 1) == '#') {
            return true;
        }
        for (int i = 0; i < WORDS_BEFORE; i++) {
            int to = at;
            while (to > 0 && !Character.isLetter(text.charAt(to - 1))) {
                if (".!?\n".indexOf(text.charAt(to - 1)) >= 0 && i > 0) {
                    return false; // another sentence
                }
                to--;
            }
            at = to;
            while (at > 0 && Character.isLetter(text.charAt(at - 1))) {
                at--;
            }
            String word = text.substring(at, to).toLowerCase(Locale.ROOT);
            if (word.isEmpty() || OF_PHONES.contains(word)) {
                return false;
            }
            if (OF_OTHERS.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
