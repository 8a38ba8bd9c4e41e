package io.parlance.inference.serving;

import java.util.List;

/** What a client's model name leads to. */
public sealed interface Found {
    record Ready(ServedModel model) implements Found {}

    /** @param known what could be asked for instead */
    record Unknown(List<String> known) implements Found {
        public Unknown {
            known = List.copyOf(known);
        }
    }

    /** It is known and cannot answer now. @param why a sentence, with what to do when somebody must act */
    record NotReady(String why) implements Found {}
}
