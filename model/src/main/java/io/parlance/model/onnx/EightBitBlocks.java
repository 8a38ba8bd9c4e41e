package io.parlance.model.onnx;

import static io.parlance.model.onnx.OnnxGraph.MICROSOFT;

import io.parlance.model.onnx.OnnxGraph.Attribute;
import io.parlance.model.onnx.OnnxGraph.ElementType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@link ServedForm#INT8}: every matrix in {@link QuantisedBlocks}; a tied head shares the embedding's bytes. */
final class EightBitBlocks implements WeightForm {
    private static final int BITS = 8;
    /** Activations become eight-bit numbers in blocks of 32 as well, so that whole numbers are multiplied. */
    private static final int INT8_ACTIVATIONS = 4;

    private Stored embedding;

    /** A matrix that lies in the tensor file. */
    private record Stored(TensorFile.Place numbers, TensorFile.Place scales, int rows, int columns) {
        static Stored store(OnnxGraph graph, String name, Matrix matrix) throws IOException {
            QuantisedBlocks blocks = QuantisedBlocks.of(matrix, name);
            TensorFile.Place numbers = graph.data().append(blocks.numbers());
            TensorFile.Place scales = graph.data().append(blocks.scales());
            return new Stored(numbers, scales, matrix.rows(), matrix.columns());
        }

        int blocksPerRow() {
            return columns / QuantisedBlocks.BLOCK;
        }

        String scales(OnnxGraph graph, String name) {
            return graph.tensor(name + ".scales", ElementType.FLOAT, scales, rows, blocksPerRow());
        }
    }

    @Override
    public String linear(OnnxGraph graph, String name, String input, Matrix weight) throws IOException {
        return multiply(graph, name, name, input, Stored.store(graph, name, weight));
    }

    @Override
    public String embedding(OnnxGraph graph, String ids, Matrix table) throws IOException {
        String name = "embed_tokens";
        embedding = Stored.store(graph, name, table);
        String numbers = graph.tensor(
                name + ".weight", ElementType.UINT8, embedding.numbers(), embedding.rows(), embedding.columns());
        return graph.node(
                MICROSOFT,
                "GatherBlockQuantized",
                name,
                List.of(numbers, ids, embedding.scales(graph, name)),
                Attribute.of("bits", BITS),
                Attribute.of("block_size", QuantisedBlocks.BLOCK),
                Attribute.of("gather_axis", 0),
                Attribute.of("quantize_axis", 1));
    }

    @Override
    public String head(OnnxGraph graph, String hidden, Optional<Matrix> untied) throws IOException {
        String name = "lm_head";
        Stored head = untied.isPresent() ? Stored.store(graph, name, untied.get()) : embedding;
        return multiply(graph, name, "logits", hidden, head);
    }

    private static String multiply(OnnxGraph graph, String weight, String product, String input, Stored matrix) {
        String numbers = graph.tensor(
                weight + ".weight",
                ElementType.UINT8,
                matrix.numbers(),
                matrix.rows(),
                matrix.blocksPerRow(),
                QuantisedBlocks.BLOCK);
        return graph.node(
                MICROSOFT,
                "MatMulNBits",
                product,
                List.of(input, numbers, matrix.scales(graph, weight)),
                Attribute.of("K", matrix.columns()),
                Attribute.of("N", matrix.rows()),
                Attribute.of("bits", BITS),
                Attribute.of("block_size", QuantisedBlocks.BLOCK),
                Attribute.of("accuracy_level", INT8_ACTIVATIONS));
    }
}
