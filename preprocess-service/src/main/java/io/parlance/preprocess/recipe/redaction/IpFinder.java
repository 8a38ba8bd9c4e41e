package io.parlance.preprocess.recipe.redaction;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * IP addresses, version 4 and 6. Those that belong to nobody (loopback, private networks, link-local, unspecified) stay
 * unless asked for; they are no telephone numbers then.
 */
final class IpFinder implements Finder {
    static final int DOTS_V4 = 3;
    static final int LEAST_COLONS_V6 = 2;

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    // Not after "version 1.2.3.4" or "v1.2.3.4", nor within a longer dotted number.
    private static final Pattern V4 = Pattern.compile("(?=\\d)(?<![\\p{L}\\p{N}.])(?<!(?i:version|release|build) )"
            + OCTET + "(?:\\." + OCTET + "){3}(?![\\p{L}\\p{N}]|\\.\\d)");
    private static final Pattern V6_CANDIDATE = Pattern.compile(
            "(?=[\\p{XDigit}:])(?<![\\p{L}\\p{N}:.])(?=[\\p{XDigit}:]*:[\\p{XDigit}:]*:)[\\p{XDigit}:][\\p{XDigit}:.]{2,44}(?![\\p{L}\\p{N}])");
    private static final Pattern ENOUGH_OF_V6 = Pattern.compile(".*(?::.*){3}|.*\\p{XDigit}{3}.*");

    private final boolean privateToo;

    IpFinder(boolean privateToo) {
        this.privateToo = privateToo;
    }

    @Override
    public void find(String text, Findings findings) {
        Matcher v6 = V6_CANDIDATE.matcher(text);
        while (v6.find()) {
            int to = v6.end();
            while (to > v6.start() && text.charAt(to - 1) == '.'
                    || to > v6.start() + 1 && text.charAt(to - 1) == ':' && text.charAt(to - 2) != ':') {
                to--;
            }
            String literal = text.substring(v6.start(), to);
            InetAddress address = addressOf(literal);
            if (address != null) {
                add(address, v6.start(), to, findings);
            }
        }
        // After version 6, which may end in one of version 4.
        Matcher v4 = V4.matcher(text);
        while (v4.find()) {
            add(InetAddress.ofLiteral(v4.group()), v4.start(), v4.end(), findings);
        }
    }

    private void add(InetAddress address, int from, int to, Findings findings) {
        if (privateToo || !isNobodys(address)) {
            findings.add(new Match(Kind.IP, from, to, address.getHostAddress()));
        } else {
            findings.noPhone(from, to);
        }
    }

    /** Null when it is none, or so short ({@code a::b}) that it is rather code. */
    private static InetAddress addressOf(String literal) {
        if (!literal.contains(":")
                || !ENOUGH_OF_V6.matcher(literal).matches()
                || literal.chars().noneMatch(Character::isDigit)) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            return null; // the JDK has no other way to say that it is no address
        }
    }

    private static boolean isNobodys(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xFE) == 0xFC; // RFC 4193
        boolean netmask = bytes.length == 4 && bytes[0] == (byte) 255;
        return uniqueLocal
                || netmask
                || address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress();
    }
}
