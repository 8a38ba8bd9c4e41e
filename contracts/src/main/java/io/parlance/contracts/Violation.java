package io.parlance.contracts;

/**
 * One rule that a conversation breaks.
 *
 * @param field path of the field, such as {@code messages[2].role}; empty when the whole record is meant
 * @param rule what was expected, what was found, how to mend it
 */
public record Violation(String field, String rule) {
    public Violation {
        Check.present("Violation", "field", field);
        Check.text("Violation", "rule", rule);
    }
}
