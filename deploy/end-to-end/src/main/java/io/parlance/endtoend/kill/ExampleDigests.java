package io.parlance.endtoend.kill;

import io.parlance.contracts.TokenSpan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** The digests of a dataset's examples, and of the dataset: over the sorted ones, so that no order matters. */
final class ExampleDigests {
    private final List<byte[]> withSplit = new ArrayList<>();
    private final List<byte[]> withoutSplit = new ArrayList<>();
    private final TreeMap<String, Long> bySplit = new TreeMap<>();

    void add(Example example) {
        bySplit.merge(example.split(), 1L, Long::sum);
        MessageDigest digest = sha256();
        add(digest, example.dataset(), example.conversationId(), example.tokenizerSha256(), example.recipeSha256());
        int[] tokens = example.tokens().toArray();
        ByteBuffer numbers =
                ByteBuffer.allocate(4 * (tokens.length + 2 * example.trained().size()));
        for (int token : tokens) numbers.putInt(token);
        for (TokenSpan span : example.trained()) numbers.putInt(span.from()).putInt(span.to());
        digest.update(numbers.array());
        byte[] content = digest.digest();
        withoutSplit.add(content);
        digest.update(content);
        add(digest, example.split());
        withSplit.add(digest.digest());
    }

    int count() {
        return withSplit.size();
    }

    TreeMap<String, Long> bySplit() {
        return bySplit;
    }

    /** Of ids, tokens, loss masks and splits. */
    String ofAll() {
        return over(withSplit);
    }

    /** Of ids, tokens and loss masks. */
    String ofContent() {
        return over(withoutSplit);
    }

    private static String over(List<byte[]> digests) {
        digests.sort(Arrays::compareUnsigned);
        MessageDigest all = sha256();
        digests.forEach(all::update);
        return HexFormat.of().formatHex(all.digest());
    }

    private static void add(MessageDigest digest, String... parts) {
        for (String part : parts) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("the JDK has no SHA-256", impossible);
        }
    }
}
