package io.parlance.model.text.jinja;

import io.parlance.model.text.ChatTemplateException;

/** Words for what goes wrong in a template. */
final class TemplateFailure {
    private TemplateFailure() {}

    static ChatTemplateException at(int line, String what) {
        return new ChatTemplateException("chat template, line %d: %s".formatted(line, what));
    }
}
