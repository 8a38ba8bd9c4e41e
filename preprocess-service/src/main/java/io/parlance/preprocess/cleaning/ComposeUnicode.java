package io.parlance.preprocess.cleaning;

import java.text.Normalizer;

/** Unicode NFC: the same letter always has the same code points. */
final class ComposeUnicode implements CleaningOperation {
    @Override
    public String name() {
        return "compose-unicode-nfc@1";
    }

    @Override
    public String apply(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
