package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What is known of an example beside its text and tokens. Everything may be missing.
 *
 * @param label the client's, such as an intent
 * @param stratum what the split was balanced by: the label, or {@code cluster-<n>}; null below the size that stratifies
 * @param language ISO 639-1, when a recipe looked
 * @param group id of the first conversation of its near-duplicates, when those are kept; all of a group share a split
 * @param parent what it was augmented from
 * @param subject whose conversation it is, for erasure
 * @param part 1-based, where a long conversation became several examples; null otherwise
 * @param parts of how many
 * @param changes what the recipe's operations did, in their order; those that did nothing are left out
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Traits(
        String label,
        String stratum,
        String language,
        String group,
        Parent parent,
        String subject,
        Integer part,
        Integer parts,
        List<Change> changes) {
    /** Nothing known. */
    public static final Traits NONE = new Traits(null, null, null, null, null, null, null, null, List.of());

    public Traits {
        changes = changes == null ? List.of() : List.copyOf(changes);
        if ((part == null) != (parts == null) || part != null && (part < 1 || part > parts)) {
            throw new IllegalArgumentException("Traits: part %s of %s".formatted(part, parts));
        }
    }
}
