package io.parlance.ingest.format;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads one JSON value strictly: well-formed UTF-8, no repeated keys, nothing behind it. */
final class RecordParser {
    private static final int DEEPEST_NESTING = 64;
    private static final ObjectReader JSON = JsonMapper.builder(new JsonFactoryBuilder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST_NESTING)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(Object.class);

    private static final ObjectWriter WRITER = JsonMapper.builder().build().writer();

    private RecordParser() {}

    /** @param bytes one record, without its line end */
    static ParsedJson parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // The JDK's decoder puts U+FFFD for what is malformed: only then is it worth asking where, or whether.
        int malformed = text.indexOf('\uFFFD') < 0 ? -1 : malformedByte(bytes);
        return malformed < 0
                ? parse(text)
                : new ParsedJson.Unreadable(
                        "is not well-formed UTF-8 at byte %d; save it as UTF-8".formatted(malformed));
    }

    static ParsedJson parse(String text) {
        try {
            return new ParsedJson.Value(JSON.readValue(text));
        } catch (JsonProcessingException malformed) {
            return new ParsedJson.Unreadable("is not JSON: " + JsonFault.words(malformed));
        }
    }

    /** @param json as {@link #parse} gives it */
    static String write(Object json) {
        try {
            return WRITER.writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("cannot be written as JSON: " + JsonKind.of(json), impossible);
        }
    }

    static int malformedByte(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(in);
            return -1;
        } catch (CharacterCodingException malformed) {
            return in.position();
        }
    }
}
