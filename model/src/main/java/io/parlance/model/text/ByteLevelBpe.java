package io.parlance.model.text;

import io.parlance.model.artifact.ModelFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Byte-level byte-pair encoding, as GPT-2 introduced it and SmolLM2, Llama 3 and Qwen 2 use it. */
final class ByteLevelBpe implements Tokenizer {
    private static final byte[] NO_BYTES = {};
    private static final int NO_TOKEN = -1;

    private final BpeDefinition definition;
    private final Map<String, Integer> idsByText;
    private final byte[][] bytesById;
    private final BitSet special;
    private final int[] idsByByte;
    private final BytePairMerger merger;
    private final PieceCache cache = new PieceCache();
    private final AddedTokenMatcher specialTokens;
    private final AddedTokenMatcher addedBeforeNormalization;
    private final AddedTokenMatcher addedAfterNormalization;
    private final Set<String> specialTexts;
    private final String sha256;

    ByteLevelBpe(BpeDefinition definition) {
        this.definition = definition;
        this.idsByText = new HashMap<>(definition.ids());
        definition.addedTokens().forEach(token -> idsByText.put(token.content(), token.id()));
        this.bytesById = bytesById(definition, idsByText);
        this.special = new BitSet();
        definition.addedTokens().stream().filter(AddedToken::special).forEach(token -> special.set(token.id()));
        this.idsByByte = idsByByte(definition);
        requireThatMergesMakeNothingSpecial();
        this.merger = new BytePairMerger(new MergeTable(definition.merges(), definition.ids()));
        this.specialTokens = matcher(AddedToken::special);
        this.addedBeforeNormalization = matcher(token -> !token.normalized());
        this.addedAfterNormalization = matcher(AddedToken::normalized);
        this.specialTexts = definition.addedTokens().stream()
                .filter(AddedToken::special)
                .map(AddedToken::content)
                .collect(Collectors.toUnmodifiableSet());
        this.sha256 = definition.sha256();
    }

    private AddedTokenMatcher matcher(Predicate<AddedToken> which) {
        return new AddedTokenMatcher(
                definition.addedTokens().stream().filter(which).toList());
    }

    private static byte[][] bytesById(BpeDefinition definition, Map<String, Integer> idsByText) {
        int size = idsByText.values().stream().mapToInt(id -> id + 1).max().orElse(0);
        byte[][] bytes = new byte[size][];
        Arrays.fill(bytes, NO_BYTES);
        definition.ids().forEach((token, id) -> bytes[id] = ByteAlphabet.bytes(token));
        definition
                .addedTokens()
                .forEach(token -> bytes[token.id()] = token.content().getBytes(StandardCharsets.UTF_8));
        return bytes;
    }

    private static int[] idsByByte(BpeDefinition definition) {
        int[] ids = new int[256];
        for (int b = 0; b < 256; b++) {
            ids[b] = definition.ids().getOrDefault(ByteAlphabet.symbol(b), NO_TOKEN);
        }
        return ids;
    }

    private void requireThatMergesMakeNothingSpecial() {
        for (int b = 0; b < 256; b++) {
            requireOrdinary(ByteAlphabet.symbol(b));
        }
        definition.merges().forEach(merge -> requireOrdinary(merge.left() + merge.right()));
    }

    private void requireOrdinary(String token) {
        Integer id = definition.ids().get(token);
        if (id != null && special.get(id)) {
            throw new ModelFormatException(
                    "tokenizer: '%s' (id %d) is a special token and also what ordinary text merges into, so a message could write it. Mark it as not special, or take another token."
                            .formatted(token, id));
        }
    }

    @Override
    public TokenizedText encode(String text) {
        TokenBuffer tokens = new TokenBuffer();
        String wellFormed = wellFormed(text);
        int done = 0;
        for (AddedTokenMatcher.Match match : addedBeforeNormalization.find(wellFormed)) {
            if (!match.token().special()) {
                encodeNormalized(wellFormed.substring(done, match.start()), done, tokens);
                tokens.add(match.token().id(), match.start());
                done = match.end();
            }
        }
        encodeNormalized(wellFormed.substring(done), done, tokens);
        return tokens.toTokenizedText();
    }

    @Override
    public TokenizedText encodeWithSpecialTokens(String text) {
        TokenBuffer tokens = new TokenBuffer();
        int done = 0;
        for (SpecialTokenSpan span : findSpecialTokens(text)) {
            tokens.addAll(encode(text.substring(done, span.start())), done);
            tokens.add(span.id(), span.start());
            done = span.end();
        }
        tokens.addAll(encode(text.substring(done)), done);
        return tokens.toTokenizedText();
    }

    @Override
    public List<SpecialTokenSpan> findSpecialTokens(String text) {
        List<SpecialTokenSpan> spans = new ArrayList<>();
        for (AddedTokenMatcher.Match match : specialTokens.find(text)) {
            spans.add(new SpecialTokenSpan(
                    match.start(), match.end(), match.token().id()));
        }
        return List.copyOf(spans);
    }

    /** A surrogate without its partner is no character; like everywhere on the web it becomes U+FFFD. */
    private static String wellFormed(String text) {
        StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            if (repaired == null) {
                repaired = new StringBuilder(text);
            }
            repaired.setCharAt(i, '\uFFFD');
        }
        return repaired == null ? text : repaired.toString();
    }

    private void encodeNormalized(String text, int offset, TokenBuffer tokens) {
        NormalizedText normalized =
                definition.normalizesToNfc() ? NormalizedText.nfc(text) : NormalizedText.unchanged(text);
        int done = 0;
        for (AddedTokenMatcher.Match match : addedAfterNormalization.find(normalized.text())) {
            if (!match.token().special()) {
                encodePieces(normalized, done, match.start(), offset, tokens);
                tokens.add(match.token().id(), offset + normalized.origin(match.start()));
                done = match.end();
            }
        }
        encodePieces(normalized, done, normalized.text().length(), offset, tokens);
    }

    private void encodePieces(NormalizedText text, int from, int to, int offset, TokenBuffer tokens) {
        definition.preTokenizer().split(text.text(), from, to, (start, end) -> {
            String piece = text.text().substring(start, end);
            EncodedPiece encoded = cache.find(piece);
            if (encoded == null) {
                encoded = new EncodedPiece(piece, encodePiece(piece), bytesById, idsByByte);
                cache.keep(piece, encoded);
            }
            for (int i = 0; i < encoded.size(); i++) {
                tokens.add(encoded.id(i), offset + text.origin(start + encoded.start(i)));
            }
        });
    }

    private int[] encodePiece(String piece) {
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        if (definition.ignoreMerges()) {
            Integer whole = definition.ids().get(symbols(bytes));
            if (whole != null && !special.get(whole)) {
                return new int[] {whole};
            }
        }
        int[] symbols = new int[bytes.length];
        int n = 0;
        for (byte b : bytes) {
            int id = idsByByte[b & 0xFF];
            if (id != NO_TOKEN) {
                symbols[n++] = id;
            }
        }
        return merger.merge(n == symbols.length ? symbols : Arrays.copyOf(symbols, n));
    }

    private static String symbols(byte[] bytes) {
        StringBuilder symbols = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            symbols.append(ByteAlphabet.symbol(b & 0xFF));
        }
        return symbols.toString();
    }

    @Override
    public String decode(TokenIds ids) {
        StreamingDecoder decoder = new StreamingDecoder(this);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ids.size(); i++) {
            text.append(decoder.add(ids.get(i)));
        }
        return text.append(decoder.finish()).toString();
    }

    @Override
    public byte[] bytes(int id) {
        return id >= 0 && id < bytesById.length ? bytesById[id].clone() : NO_BYTES;
    }

    @Override
    public OptionalInt id(String token) {
        Integer id = idsByText.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public boolean isSpecial(int id) {
        return id >= 0 && special.get(id);
    }

    @Override
    public Set<String> specialTokens() {
        return specialTexts;
    }

    @Override
    public int vocabularySize() {
        return bytesById.length;
    }

    @Override
    public String sha256() {
        return sha256;
    }
}
