package io.parlance.local.demo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text as a segment of a path or a value of a query. */
public final class PathText {
    private PathText() {}

    /** A blank is %20 in both. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
