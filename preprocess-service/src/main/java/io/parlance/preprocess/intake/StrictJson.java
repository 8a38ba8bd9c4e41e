package io.parlance.preprocess.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parlance.contracts.Violation;
import io.parlance.preprocess.Excerpt;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** JSON as the JDK's maps, lists, strings, numbers and booleans; UTF-8 only, no key twice, nothing after the value. */
public final class StrictJson {
    private static final int LONGEST_PARSER_MESSAGE = 300;

    private final ObjectReader reader = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(Object.class);

    public Object parse(byte[] value) throws Malformed {
        String text = decode(value);
        if (text.isBlank()) {
            throw malformed("is empty; expected a JSON object with messages");
        }
        try {
            return reader.readValue(text);
        } catch (JsonProcessingException e) {
            throw malformed("is no JSON this service reads: %s%s"
                    .formatted(Excerpt.of(e.getOriginalMessage(), LONGEST_PARSER_MESSAGE), place(e)));
        }
    }

    private static String decode(byte[] value) throws Malformed {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports what is malformed
        ByteBuffer bytes = ByteBuffer.wrap(value);
        CharBuffer text = CharBuffer.allocate(value.length);
        CoderResult result = decoder.decode(bytes, text, true);
        if (result.isError()) {
            throw malformed("byte %d is no UTF-8; encode the record as UTF-8".formatted(bytes.position()));
        }
        text.flip();
        boolean byteOrderMark = text.hasRemaining() && text.get(0) == '\uFEFF';
        return byteOrderMark ? text.subSequence(1, text.length()).toString() : text.toString();
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line %d, column %d)"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static Malformed malformed(String rule) {
        return new Malformed(new Violation("", rule));
    }

    /** The bytes are no JSON of the kind expected. Carries no stack trace: it is an answer, given per record. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Violation violation;

        Malformed(Violation violation) {
            super(violation.rule(), null, false, false);
            this.violation = violation;
        }

        public Violation violation() {
            return violation;
        }
    }
}
