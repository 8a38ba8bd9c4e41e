package io.parlance.contracts;

/** A model by its id, and where it lies. @param id as clients name it, such as {@code ft:smollm2-135m-instruct:parlance:demo:1f3a} */
public record ModelRef(String id, ArtifactRef artifact) {
    public ModelRef {
        Check.text("ModelRef", "id", id);
        Check.present("ModelRef", "artifact", artifact);
    }
}
