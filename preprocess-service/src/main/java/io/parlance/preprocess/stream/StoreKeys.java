package io.parlance.preprocess.stream;

/** Keys of what is stored of a conversation. A dataset's name holds no NUL, so the pair is unambiguous. */
final class StoreKeys {
    private static final char BETWEEN = '\0';

    private StoreKeys() {}

    static String of(String dataset, String id) {
        return dataset + BETWEEN + id;
    }

    static String dataset(String key) {
        return key.substring(0, key.indexOf(BETWEEN));
    }

    static String id(String key) {
        return key.substring(key.indexOf(BETWEEN) + 1);
    }

    /** Before all keys of the dataset. */
    static String first(String dataset) {
        return dataset + BETWEEN;
    }

    /** After all keys of the dataset. */
    static String last(String dataset) {
        return dataset + (char) (BETWEEN + 1);
    }
}
