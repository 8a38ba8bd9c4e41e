package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Where a conversation came from.
 *
 * @param kind the way in: {@code http}, {@code file}, {@code folder}, {@code page}, {@code feedback},
 *     {@code augmentation}, {@code kafka}
 * @param place request id, file id, file name, address, ...: what the kind's things are called by
 * @param line 1-based, or null where there are no lines
 * @param format what it was written in, such as {@code openai_chat} or {@code alpaca}; null when not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Source(String kind, String place, Long line, String format) {
    public Source {
        Check.text("Source", "kind", kind);
        Check.text("Source", "place", place);
    }
}
