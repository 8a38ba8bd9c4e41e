package io.parlance.preprocess.recipe.text;

import io.parlance.preprocess.recipe.operation.EveryTurn;
import io.parlance.preprocess.recipe.operation.Operation;
import io.parlance.preprocess.recipe.operation.Parameters;
import java.text.Normalizer;

/**
 * One spelling for what is the same: by NFC the same letter always has the same code points; by NFKC look-alikes such as
 * full-width letters and ligatures become the plain ones too.
 */
public final class Unicode {
    public static final String NAME = "unicode@1";

    private Unicode() {}

    public static Operation of(Parameters parameters) {
        Normalizer.Form form = Normalizer.Form.valueOf(parameters.choice("form", "NFC", "NFC", "NFKC"));
        return new EveryTurn(NAME, text -> normalised(text, form));
    }

    static String normalised(String text, Normalizer.Form form) {
        return Normalizer.isNormalized(text, form) ? text : Normalizer.normalize(text, form);
    }
}
