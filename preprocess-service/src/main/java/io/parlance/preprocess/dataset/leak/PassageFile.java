package io.parlance.preprocess.dataset.leak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A file as texts: a JSON value per line where the first one begins with a brace, the elements where the file is a JSON
 * array, else each line as it is. UTF-8.
 */
public final class PassageFile {
    private static final int LISTED = 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PassageFile() {}

    /** What was no text. @param lines the first of them */
    public record Unread(long total, List<Long> lines) {
        public Unread {
            lines = List.copyOf(lines);
        }
    }

    /** A file that is none of these. */
    public static final class NotText extends IOException {
        private static final long serialVersionUID = 1;

        NotText(String message) {
            super(message);
        }
    }

    /** Gives every text. @throws NotText when the bytes are packed, binary, or no UTF-8 */
    public static Unread read(InputStream bytes, Consumer<Passage> each) throws IOException {
        BufferedInputStream in = new BufferedInputStream(bytes, 64 * 1024);
        refusePacked(in);
        return firstByte(in) == '[' ? readArray(in, each) : readLines(in, each);
    }

    private static void refusePacked(BufferedInputStream in) throws IOException {
        in.mark(8);
        byte[] head = in.readNBytes(4);
        in.reset();
        if (head.length == 4) {
            int magic = (head[0] & 0xff) << 24 | (head[1] & 0xff) << 16 | (head[2] & 0xff) << 8 | head[3] & 0xff;
            if (magic == 0x50415231) {
                throw new NotText("is Parquet; upload it as a file (POST /v1/files) and name it by file_id");
            }
            if (magic >>> 16 == 0x1f8b || magic == 0x28b52ffd || magic == 0x504b0304) {
                throw new NotText("is packed; unpack it first");
            }
        }
    }

    /** The first byte that is no white space, or -1; a byte-order mark is passed over. */
    private static int firstByte(BufferedInputStream in) throws IOException {
        in.mark(64 * 1024);
        int first = in.read();
        if (first == 0xef) {
            in.skipNBytes(2);
            in.mark(64 * 1024);
            first = in.read();
        }
        for (int i = 0; i < 60_000 && first >= 0 && Character.isWhitespace(first); i++) {
            first = in.read();
        }
        in.reset();
        return first;
    }

    private static Unread readArray(InputStream in, Consumer<Passage> each) throws IOException {
        long number = 0;
        List<Long> empty = new ArrayList<>();
        long unread = 0;
        try (MappingIterator<JsonNode> elements = JSON.readerFor(JsonNode.class).readValues(in)) {
            while (elements.hasNextValue()) {
                number++;
                Passage passage = passage(elements.nextValue(), number);
                if (passage != null) {
                    each.accept(passage);
                } else if (++unread <= LISTED) {
                    empty.add(number);
                }
            }
        } catch (JsonProcessingException e) {
            throw new NotText("is no JSON array after element %d: %s".formatted(number, e.getOriginalMessage()));
        }
        return new Unread(unread, empty);
    }

    private static Unread readLines(InputStream in, Consumer<Passage> each) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        List<Long> unreadable = new ArrayList<>();
        long unread = 0;
        long number = 0;
        Boolean json = null;
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                if (json == null) {
                    json = line.stripLeading().startsWith("{");
                }
                Passage passage = json ? ofJson(line, number) : Passage.ofText(null, number, line);
                if (passage != null) {
                    each.accept(passage);
                } else if (++unread <= LISTED) {
                    unreadable.add(number);
                }
            }
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new NotText("is no UTF-8 after line %d; save it as UTF-8".formatted(number));
        }
        return new Unread(unread, unreadable);
    }

    private static Passage ofJson(String line, long number) {
        try {
            return passage(JSON.readTree(line), number);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static Passage passage(JsonNode json, long number) {
        return json.isTextual() ? Passage.ofText(null, number, json.asText()) : JsonPassage.of(json, number);
    }

    /** A conversation of a request, the first being number 1; null where it says nothing. */
    public static Passage ofJson(JsonNode json, long number) {
        return passage(json, number);
    }
}
