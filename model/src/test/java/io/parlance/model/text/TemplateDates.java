package io.parlance.model.text;

import io.parlance.model.text.jinja.TemplateFunction;
import java.time.Clock;

/** Opens {@code strftime_now} to the tests of the interpreter. */
public final class TemplateDates {
    private TemplateDates() {}

    public static TemplateFunction at(Clock clock) {
        return new TemplateDate(clock);
    }
}
