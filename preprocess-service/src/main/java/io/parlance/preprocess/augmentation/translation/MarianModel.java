package io.parlance.preprocess.augmentation.translation;

import ai.djl.sentencepiece.SpTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.parlance.preprocess.augmentation.UnavailableException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One direction: SentencePiece, encoder and decoder of a {@link MarianFolder}, decoding greedily. For one thread. */
final class MarianModel implements AutoCloseable {
    private static final String HIDDEN = "last_hidden_state";
    private static final String LOGITS = "logits";

    private final MarianFolder folder;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final Map<Integer, String> pieces = new HashMap<>();
    private final SpTokenizer source;
    private final SpTokenizer target;
    private final OrtSession encoder;
    private final OrtSession decoder;

    /** @throws UnavailableException when a file is none of what it should be */
    MarianModel(MarianFolder folder) {
        this.folder = folder;
        folder.vocabulary().forEach((piece, id) -> pieces.put(id, piece));
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            source = new SpTokenizer(folder.path().resolve("source.spm"));
            target = new SpTokenizer(folder.path().resolve("target.spm"));
            encoder = environment.createSession(
                    folder.path().resolve("encoder_model.onnx").toString(), options);
            decoder = environment.createSession(
                    folder.path().resolve("decoder_model.onnx").toString(), options);
        } catch (OrtException | IOException | RuntimeException e) {
            throw new UnavailableException(
                    "Marian model %s cannot be opened: %s".formatted(folder.path(), e.getMessage()), e);
        }
    }

    /** @param sentence one sentence, as Marian's models are trained on */
    Translation translate(String sentence) {
        long[] ids = ids(sentence);
        if (ids.length > folder.longest()) {
            return new Translation.Refused("a sentence of %d tokens is too long for the model, which reads %d"
                    .formatted(ids.length, folder.longest()));
        }
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 1);
        try (OnnxTensor tokens = OnnxTensor.createTensor(environment, new long[][] {ids});
                OnnxTensor attention = OnnxTensor.createTensor(environment, new long[][] {mask});
                OrtSession.Result encoded =
                        encoder.run(Map.of("input_ids", tokens, "attention_mask", attention), Set.of(HIDDEN))) {
            return said((OnnxTensor) encoded.get(0), attention);
        } catch (OrtException e) {
            throw new UnavailableException(
                    "Marian model %s does not compute: %s".formatted(folder.path(), e.getMessage()), e);
        }
    }

    /** @param hidden (1, T, width) @param attention (1, T) */
    private Translation said(OnnxTensor hidden, OnnxTensor attention) throws OrtException {
        List<Long> said = new ArrayList<>(List.of((long) folder.start()));
        while (said.size() < folder.longest()) {
            long[] ids = said.stream().mapToLong(Long::longValue).toArray();
            try (OnnxTensor tokens = OnnxTensor.createTensor(environment, new long[][] {ids});
                    OrtSession.Result decoded = decoder.run(
                            Map.of(
                                    "input_ids",
                                    tokens,
                                    "encoder_hidden_states",
                                    hidden,
                                    "encoder_attention_mask",
                                    attention),
                            Set.of(LOGITS))) {
                int next = likeliest((OnnxTensor) decoded.get(0), ids.length);
                if (next == folder.end()) {
                    return new Translation.Translated(sentence(said.subList(1, said.size())));
                }
                said.add((long) next);
            }
        }
        return new Translation.Refused("the model came to no end within %d tokens".formatted(folder.longest()));
    }

    /** @param logits (1, length, vocabulary) */
    private int likeliest(OnnxTensor logits, int length) {
        FloatBuffer values = logits.getFloatBuffer();
        int width = values.remaining() / length;
        int last = width * (length - 1);
        int best = -1;
        for (int id = 0; id < width; id++) {
            if (id != folder.padding() && (best < 0 || values.get(last + id) > values.get(last + best))) {
                best = id;
            }
        }
        return best;
    }

    private long[] ids(String sentence) {
        List<Long> ids = new ArrayList<>();
        for (String piece : source.tokenize(sentence)) {
            ids.add((long) folder.vocabulary().getOrDefault(piece, folder.unknown()));
        }
        ids.add((long) folder.end());
        return ids.stream().mapToLong(Long::longValue).toArray();
    }

    private String sentence(List<Long> ids) {
        List<String> said = ids.stream()
                .map(Long::intValue)
                .filter(id -> id != folder.unknown() && id != folder.padding())
                .map(pieces::get)
                .filter(piece -> piece != null)
                .toList();
        return said.isEmpty() ? "" : target.buildSentence(said).strip();
    }

    @Override
    public void close() {
        source.close();
        target.close();
        try {
            encoder.close();
            decoder.close();
        } catch (OrtException e) {
            throw new IllegalStateException("Marian model %s cannot be closed".formatted(folder.path()), e);
        }
    }
}
