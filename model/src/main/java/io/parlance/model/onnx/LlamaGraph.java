package io.parlance.model.onnx;

import static io.parlance.model.onnx.OnnxGraph.MICROSOFT;
import static io.parlance.model.onnx.OnnxGraph.ONNX;

import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.Weights;
import io.parlance.model.onnx.OnnxGraph.Attribute;
import io.parlance.model.onnx.OnnxGraph.ElementType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The decoder of the Llama family as an ONNX graph over a key/value cache that is updated in place: the caller binds
 * {@code past_key_values.i.*} and {@code present.i.*} to the same memory.
 *
 * <pre>
 * input_ids              int64 (B, S)
 * seqlens_k              int32 (B)     tokens in the row's cache after this run, less one
 * total_sequence_length  int32 (1)     the largest of them, plus one
 * logit_rows             int64 (R)     which of the B * S positions to give logits for
 * past_key_values.i.key  float (B, kvHeads, room, headDim); .value alike; present.i.* the outputs
 * logits                 float (R, vocabularySize)
 * </pre>
 */
final class LlamaGraph {
    private final LlamaConfig config;
    private final Weights weights;
    private final WeightForm form;
    private final OnnxGraph graph;
    private final HeadPadding heads;

    LlamaGraph(LlamaConfig config, Weights weights, WeightForm form, OnnxGraph graph) {
        this.config = config;
        this.weights = weights;
        this.form = form;
        this.graph = graph;
        this.heads = HeadPadding.of(config.headDim());
    }

    static String past(int layer, String part) {
        return "past_key_values." + layer + "." + part;
    }

    static String present(int layer, String part) {
        return "present." + layer + "." + part;
    }

    void build() throws IOException {
        graph.input("input_ids", ElementType.INT64, List.of("batch", "sequence"));
        graph.input("seqlens_k", ElementType.INT32, List.of("batch"));
        graph.input("total_sequence_length", ElementType.INT32, List.of(1));
        graph.input("logit_rows", ElementType.INT64, List.of("rows"));
        graph.output("logits", ElementType.FLOAT, List.of("rows", config.vocabularySize()));
        RotaryTable rotary = RotaryTable.of(config, heads.padded() / 2);
        graph.tensor("cos_cache", rotary.cosines(), rotary.positions(), rotary.columns());
        graph.tensor("sin_cache", rotary.sines(), rotary.positions(), rotary.columns());

        String residual = form.embedding(
                graph, "input_ids", matrix("model.embed_tokens.weight", config.vocabularySize(), config.hiddenSize()));
        String normed = graph.node(
                ONNX,
                "SimplifiedLayerNormalization",
                "layers.0.input_layernorm",
                List.of(residual, norm("model.layers.0.input_layernorm.weight")),
                epsilon(),
                Attribute.of("axis", -1));
        for (int layer = 0; layer < config.layers(); layer++) {
            String attended = attention(layer, normed);
            residual = addAndNormalise(
                    attended,
                    residual,
                    "layers.%d.post_attention_layernorm".formatted(layer),
                    "model.layers.%d.post_attention_layernorm.weight".formatted(layer));
            String fed = feedForward(layer, normedName("layers.%d.post_attention_layernorm".formatted(layer)));
            boolean last = layer == config.layers() - 1;
            String next = last ? "norm" : "layers.%d.input_layernorm".formatted(layer + 1);
            residual = addAndNormalise(fed, residual, next, "model." + next + ".weight");
            normed = normedName(next);
        }
        String flat = graph.node(
                ONNX, "Reshape", "hidden", List.of(normed, graph.constant("hidden.shape", -1, config.hiddenSize())));
        String chosen = graph.node(ONNX, "Gather", "hidden.rows", List.of(flat, "logit_rows"));
        form.head(
                graph,
                chosen,
                config.tiedEmbeddings()
                        ? Optional.empty()
                        : Optional.of(matrix("lm_head.weight", config.vocabularySize(), config.hiddenSize())));
    }

    private String attention(int layer, String input) throws IOException {
        String from = "model.layers.%d.self_attn.".formatted(layer);
        String to = "layers.%d.self_attn.".formatted(layer);
        int queryRows = config.heads() * config.headDim();
        int kvRows = config.kvHeads() * config.headDim();
        int hidden = config.hiddenSize();
        Matrix packed = Matrix.stacked(
                heads.widenRows(matrix(from + "q_proj.weight", queryRows, hidden)),
                heads.widenRows(matrix(from + "k_proj.weight", kvRows, hidden)),
                heads.widenRows(matrix(from + "v_proj.weight", kvRows, hidden)));
        String qkv = form.linear(graph, to + "qkv_proj", input, packed);
        if (config.attentionBias()) {
            Matrix bias = Matrix.stacked(
                    heads.widenRows(matrix(from + "q_proj.bias", queryRows, 1)),
                    heads.widenRows(matrix(from + "k_proj.bias", kvRows, 1)),
                    heads.widenRows(matrix(from + "v_proj.bias", kvRows, 1)));
            qkv = plus(qkv, to + "qkv_proj.bias", bias);
        }
        for (String part : List.of("key", "value")) {
            List<?> shape = List.of("batch", config.kvHeads(), "room", heads.padded());
            graph.input(past(layer, part), ElementType.FLOAT, shape);
            graph.output(present(layer, part), ElementType.FLOAT, shape);
        }
        graph.node(
                MICROSOFT,
                "GroupQueryAttention",
                to + "attention",
                List.of(
                        qkv,
                        "",
                        "",
                        past(layer, "key"),
                        past(layer, "value"),
                        "seqlens_k",
                        "total_sequence_length",
                        "cos_cache",
                        "sin_cache"),
                List.of(to + "attention", present(layer, "key"), present(layer, "value")),
                Attribute.of("num_heads", config.heads()),
                Attribute.of("kv_num_heads", config.kvHeads()),
                Attribute.of("scale", (float) (1 / Math.sqrt(config.headDim()))),
                Attribute.of("do_rotary", 1),
                Attribute.of("rotary_interleaved", 0));
        Matrix out = heads.widenColumns(matrix(from + "o_proj.weight", hidden, queryRows));
        String projected = form.linear(graph, to + "o_proj", to + "attention", out);
        return config.attentionBias()
                ? plus(projected, to + "o_proj.bias", matrix(from + "o_proj.bias", hidden, 1))
                : projected;
    }

    private String feedForward(int layer, String input) throws IOException {
        String mlp = "layers.%d.mlp.".formatted(layer);
        String gate = feedForwardPart(mlp + "gate_proj", input, config.intermediateSize(), config.hiddenSize());
        String up = feedForwardPart(mlp + "up_proj", input, config.intermediateSize(), config.hiddenSize());
        // x * sigmoid(1 * x), which is SiLU.
        String activated = graph.node(MICROSOFT, "QuickGelu", mlp + "act", List.of(gate), Attribute.of("alpha", 1f));
        String gated = graph.node(ONNX, "Mul", mlp + "gated", List.of(activated, up));
        return feedForwardPart(mlp + "down_proj", gated, config.hiddenSize(), config.intermediateSize());
    }

    private String feedForwardPart(String name, String input, int rows, int columns) throws IOException {
        String product = form.linear(graph, name, input, matrix("model." + name + ".weight", rows, columns));
        return config.mlpBias() ? plus(product, name + ".bias", matrix("model." + name + ".bias", rows, 1)) : product;
    }

    private String plus(String product, String name, Matrix bias) throws IOException {
        String values = graph.tensor(name + ".weight", bias.values(), bias.rows());
        return graph.node(ONNX, "Add", name, List.of(product, values));
    }

    /** The name of the new residual stream; the normalised one has {@link #normedName}. */
    private String addAndNormalise(String branch, String residual, String name, String weight) throws IOException {
        graph.node(
                MICROSOFT,
                "SkipSimplifiedLayerNormalization",
                name,
                List.of(branch, residual, norm(weight)),
                List.of(normedName(name), "", "", name + ".residual"),
                epsilon());
        return name + ".residual";
    }

    private static String normedName(String norm) {
        return norm + ".normed";
    }

    private Attribute epsilon() {
        return Attribute.of("epsilon", (float) config.rmsNormEpsilon());
    }

    private String norm(String name) throws IOException {
        return graph.tensor(name, matrix(name, config.hiddenSize(), 1).values(), config.hiddenSize());
    }

    private Matrix matrix(String name, int rows, int columns) {
        List<Long> expected = columns == 1 ? List.of((long) rows) : List.of((long) rows, (long) columns);
        List<Long> shape = weights.shape(name);
        if (!shape.equals(expected)) {
            throw new ModelFormatException(
                    "tensor %s has shape %s, but config.json calls for %s".formatted(name, shape, expected));
        }
        return new Matrix(rows, columns, weights.read(name));
    }
}
