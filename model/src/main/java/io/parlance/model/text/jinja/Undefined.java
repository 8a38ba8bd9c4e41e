package io.parlance.model.text.jinja;

/** The value of a name, key or attribute that is not there: false, empty, and an error to compute with. */
record Undefined(String what) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Undefined;
    }

    @Override
    public int hashCode() {
        return 0;
    }
}
