package io.parlance.model.onnx;

import static io.parlance.model.onnx.OnnxGraph.ONNX;

import io.parlance.model.onnx.OnnxGraph.Attribute;
import io.parlance.model.onnx.OnnxGraph.ElementType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@link ServedForm#FP32}. */
final class SinglePrecision implements WeightForm {
    private TensorFile.Place embedding;
    private int vocabulary;

    @Override
    public String linear(OnnxGraph graph, String name, String input, Matrix weight) throws IOException {
        String turned = graph.tensor(name + ".weight", weight.transposed().values(), weight.columns(), weight.rows());
        return graph.node(ONNX, "MatMul", name, List.of(input, turned));
    }

    @Override
    public String embedding(OnnxGraph graph, String ids, Matrix table) throws IOException {
        embedding = graph.data().append(table.values());
        vocabulary = table.rows();
        String weight =
                graph.tensor("embed_tokens.weight", ElementType.FLOAT, embedding, table.rows(), table.columns());
        return graph.node(ONNX, "Gather", "embed_tokens", List.of(weight, ids));
    }

    @Override
    public String head(OnnxGraph graph, String hidden, Optional<Matrix> untied) throws IOException {
        TensorFile.Place place =
                untied.isPresent() ? graph.data().append(untied.get().values()) : embedding;
        long columns = place.length() / Float.BYTES / vocabulary;
        String weight = graph.tensor("lm_head.weight", ElementType.FLOAT, place, vocabulary, columns);
        return graph.node(ONNX, "Gemm", "logits", List.of(hidden, weight), Attribute.of("transB", 1));
    }
}
