package io.parlance.model.text.jinja;

/** What a template can call by name. */
@FunctionalInterface
public interface TemplateFunction {
    /**
     * @param arguments as the template gave them
     * @return a value as {@link JinjaTemplate#render} describes them
     */
    Object call(Arguments arguments);
}
