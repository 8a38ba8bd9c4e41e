package io.parlance.ingest.format;

import java.io.IOException;
import java.io.InputStream;

/** The JSON of a short request body, read as strictly as a record: UTF-8, no repeated fields, nothing behind it. */
public final class BodyJson {
    private BodyJson() {}

    /** @throws Unreadable saying why the body is no JSON */
    public static Object read(InputStream body, int maxBytes) throws IOException, Unreadable {
        byte[] bytes = body.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw new Unreadable("has more than %d bytes".formatted(maxBytes));
        }
        return switch (RecordParser.parse(bytes)) {
            case ParsedJson.Value(Object value) -> value;
            case ParsedJson.Unreadable(String rule) -> throw new Unreadable(rule);
        };
    }

    /** The body is no JSON, or too long. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private Unreadable(String rule) {
            super("the body " + rule);
        }
    }
}
