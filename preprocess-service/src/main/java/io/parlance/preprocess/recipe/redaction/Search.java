package io.parlance.preprocess.recipe.redaction;

import java.util.List;
import java.util.Set;

/** Looks for all kinds of personal data that a recipe names, each only in texts that could hold it. */
final class Search {
    private final Set<Kind> kinds;
    private final Finder urls;
    private final Finder uuids = new UuidFinder();
    private final Finder emails = new EmailFinder();
    private final Finder ibans = new IbanFinder();
    private final Finder cards = new CardFinder();
    private final Finder addresses;
    private final Finder phones;

    /** @param privateAddresses whether IP addresses that belong to nobody count @param region as {@link PhoneFinder}'s */
    Search(Set<Kind> kinds, boolean privateAddresses, String region) {
        this.kinds = Set.copyOf(kinds);
        urls = new UrlFinder(kinds.contains(Kind.URL));
        addresses = new IpFinder(privateAddresses);
        phones = new PhoneFinder(region);
    }

    /** In the order of the text, none overlapping another. */
    List<Match> find(String text) {
        Signs signs = Signs.of(text);
        boolean manyDigits = signs.digits() >= IbanFinder.LEAST_DIGITS;
        boolean address = signs.innerDots() >= IpFinder.DOTS_V4
                || signs.digits() > 0 && signs.colons() >= IpFinder.LEAST_COLONS_V6;
        if (!signs.at() && !signs.address() && !manyDigits && !address) {
            return List.of();
        }
        Findings findings = new Findings();
        if (signs.address()) {
            urls.find(text, findings);
        }
        if (manyDigits && text.length() >= UuidFinder.LENGTH) {
            uuids.find(text, findings);
        }
        find(Kind.EMAIL, signs.at(), emails, text, findings);
        find(Kind.IBAN, manyDigits, ibans, text, findings);
        find(Kind.CARD, signs.run() >= CardFinder.LEAST_DIGITS, cards, text, findings);
        find(Kind.IP, address, addresses, text, findings);
        find(Kind.PHONE, signs.run() >= PhoneFinder.LEAST_DIGITS, phones, text, findings);
        return findings.inOrder();
    }

    private void find(Kind kind, boolean possible, Finder finder, String text, Findings findings) {
        if (possible && kinds.contains(kind)) {
            finder.find(text, findings);
        }
    }
}
