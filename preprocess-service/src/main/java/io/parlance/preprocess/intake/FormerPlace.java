package io.parlance.preprocess.intake;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a record was before it was written again, as {@link TombstoneHeaders#KEPT} says it. */
public record FormerPlace(int partition, long offset) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

    /** The header's value. */
    public byte[] header() {
        return (partition + "@" + offset).getBytes(StandardCharsets.UTF_8);
    }

    /** The Kafka key of the record at its new place, which no other record has. */
    public String key() {
        return "kept/" + partition + "/" + offset;
    }

    /** @param header the header's value, or null. @param partition in which the record lies; it was nowhere else before */
    public static Optional<FormerPlace> of(byte[] header, int partition) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher said = FORM.matcher(new String(header, StandardCharsets.UTF_8));
        return said.matches() && Integer.parseInt(said.group(1)) == partition
                ? Optional.of(new FormerPlace(partition, Long.parseLong(said.group(2))))
                : Optional.empty();
    }
}
