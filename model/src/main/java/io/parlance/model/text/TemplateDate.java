package io.parlance.model.text;

import io.parlance.model.text.jinja.Arguments;
import io.parlance.model.text.jinja.TemplateFunction;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** {@code strftime_now(format)}: the date and time in C's notation. */
final class TemplateDate implements TemplateFunction {
    private final Clock clock;

    TemplateDate(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Object call(Arguments arguments) {
        String format = arguments.requiredString(0, "format");
        ZonedDateTime now = ZonedDateTime.now(clock);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%') {
                text.append(c);
            } else if (++i < format.length() && format.charAt(i) == '%') {
                text.append('%');
            } else {
                boolean plainNumber = i < format.length() && format.charAt(i) == '-';
                i += plainNumber ? 1 : 0;
                char field = i < format.length() ? format.charAt(i) : ' ';
                text.append(DateTimeFormatter.ofPattern(pattern(field, plainNumber), Locale.ENGLISH)
                        .format(now));
            }
        }
        return text.toString();
    }

    private static String pattern(char field, boolean plainNumber) {
        String pattern =
                switch (field) {
                    case 'd' -> "dd";
                    case 'm' -> "MM";
                    case 'H' -> "HH";
                    case 'I' -> "hh";
                    case 'M' -> "mm";
                    case 'S' -> "ss";
                    case 'j' -> "DDD";
                    case 'y' -> "uu";
                    case 'Y' -> "uuuu";
                    case 'b' -> "MMM";
                    case 'B' -> "MMMM";
                    case 'a' -> "EEE";
                    case 'A' -> "EEEE";
                    case 'p' -> "a";
                    default ->
                        throw new ChatTemplateException(
                                "chat template: strftime_now has '%%%s', which this build does not know; it knows %%d %%m %%H %%I %%M %%S %%j %%y %%Y %%b %%B %%a %%A %%p"
                                        .formatted(field));
                };
        return plainNumber ? pattern.substring(0, 1) : pattern;
    }
}
