package io.parlance.trainer.network;

import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.Weights;
import io.parlance.model.text.TokenSequence;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A digest of what decides a run's numbers, so that no run goes on from another's checkpoint. */
final class RunIdentity {
    private final MessageDigest base = sha256();

    /** Network and settings; of the weights those of the final norm and the first layer stand for all. */
    RunIdentity(LlamaConfig config, Weights weights, TrainingSettings settings) {
        base.update((config + "\n" + settings).getBytes(StandardCharsets.UTF_8));
        for (String name : List.of("model.norm.weight", Projection.QUERY.path(0) + ".weight")) {
            update(base, weights.read(name));
        }
    }

    /** @return lower-case hex */
    String of(TrainingData data) {
        try {
            MessageDigest digest = (MessageDigest) base.clone();
            update(digest, data.train());
            update(digest, data.validation());
            return HexFormat.of().formatHex(digest.digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void update(MessageDigest digest, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        digest.update(bytes);
    }

    private static void update(MessageDigest digest, List<TokenSequence> examples) {
        ByteBuffer count = ByteBuffer.allocate(Integer.BYTES).putInt(0, examples.size());
        digest.update(count);
        for (TokenSequence example : examples) {
            ByteBuffer bytes = ByteBuffer.allocate((2 + 2 * example.size()) * Integer.BYTES);
            bytes.putInt(example.size());
            for (int t = 0; t < example.size(); t++) {
                bytes.putInt(example.ids().get(t)).putInt(example.isTrained(t) ? 1 : 0);
            }
            digest.update(bytes.flip());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
