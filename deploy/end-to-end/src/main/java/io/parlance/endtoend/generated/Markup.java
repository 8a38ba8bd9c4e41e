package io.parlance.endtoend.generated;

import java.util.SplittableRandom;

/** What pages and chat windows leave in texts: elements, entities, comments, control characters, blanks. */
final class Markup {
    private Markup() {}

    static String around(String text, SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> "<p>" + text.replace(". ", ".</p>\n<p>") + "</p>";
            case 1 -> text.replaceFirst(" ", " <b>").concat("</b>") + "&nbsp;&amp; so on";
            case 2 -> "<!-- from the old shop -->" + text + "<br/>";
            case 3 -> "\u200b" + text.replace(" the ", " \u0007the  ") + "\u0000";
            case 4 -> "  " + text.replace(". ", ".\r\n\r\n\r\n") + "\t ";
            default -> "<a href=\"https://shop.example/a?b=1&amp;c=2\" class='x'>" + text + "</a>";
        };
    }
}
