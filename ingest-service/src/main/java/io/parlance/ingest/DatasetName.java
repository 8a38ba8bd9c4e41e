package io.parlance.ingest;

import java.util.regex.Pattern;

/** Names of datasets that somebody may send to. An upload's own dataset has its id, and takes nothing else. */
public final class DatasetName {
    /** What {@link #isOpen} wants, to end a sentence with. */
    public static final String EXPECTED =
            "up to 64 letters, digits, '.', '_' and '-', beginning with a letter or a digit but not with file-";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private DatasetName() {}

    public static boolean isOpen(String name) {
        return NAME.matcher(name).matches() && !isOfUpload(name);
    }

    static boolean isOfUpload(String name) {
        return name.startsWith("file-");
    }
}
