package io.parlance.ingest.page;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Which addresses of pages may be asked for at all.
 *
 * @param entries {@code host}, {@code *.domain} or {@code host:port}; without a port only the scheme's own is meant
 */
record AllowedHosts(List<String> entries) {
    private static final int LONGEST = 2_048;

    AllowedHosts {
        entries = entries.stream()
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** A page that may not be asked for. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String code;

        Refused(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }

        int status() {
            return status;
        }

        String code() {
            return code;
        }
    }

    /** @throws Refused when the page may not be asked for */
    URI checked(String text) throws Refused {
        if (entries.isEmpty()) {
            throw new Refused(
                    403,
                    "pages_off",
                    "web pages are off; name the hosts that may be read in parlance.ingest.pages.hosts");
        }
        if (text.length() > LONGEST) {
            throw new Refused(400, "invalid_value", "url has more than %d characters".formatted(LONGEST));
        }
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "invalid_value", "url is no URL: %s".formatted(e.getMessage()));
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")
                || url.getHost() == null
                || url.getRawUserInfo() != null) {
            throw new Refused(
                    400, "invalid_value", "url is expected to be http:// or https:// with a host and no user");
        }
        if (!allows(url.getHost().toLowerCase(Locale.ROOT), url.getPort(), scheme.equals("https") ? 443 : 80)) {
            throw new Refused(
                    403,
                    "host_not_allowed",
                    "%s is none of the hosts in parlance.ingest.pages.hosts".formatted(url.getRawAuthority()));
        }
        return url;
    }

    private boolean allows(String host, int port, int own) {
        for (String entry : entries) {
            int colon = entry.matches(".*:[0-9]+") ? entry.lastIndexOf(':') : -1;
            String name = colon < 0 ? entry : entry.substring(0, colon);
            int wanted = colon < 0 ? own : Integer.parseInt(entry.substring(colon + 1));
            boolean named = name.startsWith("*.") ? host.endsWith(name.substring(1)) : host.equals(name);
            if (named && (port < 0 ? own : port) == wanted) {
                return true;
            }
        }
        return false;
    }
}
