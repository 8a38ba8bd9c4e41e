package io.parlance.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl;
import io.parlance.model.TinyModel;
import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.safetensors.SafetensorsWeights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The written files as another reader of ONNX sees them (Tribuo's generated protobuf classes). */
class ServedFormWriterTest {
    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void writeTheModel() {
        model = TinyModel.write(folder.resolve("model"), 11);
    }

    @ParameterizedTest
    @EnumSource
    void writesAGraphInWhichEveryInputIsSomethingsOutput(ServedForm form) throws IOException {
        // When
        OnnxMl.ModelProto written = OnnxMl.ModelProto.parseFrom(
                Files.readAllBytes(write(form, "onnx").resolve("model.onnx")));
        // Then
        assertThat(written.getIrVersion()).isEqualTo(10);
        assertThat(written.getOpsetImportList())
                .extracting(OnnxMl.OperatorSetIdProto::getDomain)
                .containsExactly("", "com.microsoft");
        assertThat(written.getUnknownFields().asMap()).isEmpty();
        OnnxMl.GraphProto graph = written.getGraph();
        Set<String> known = new HashSet<>();
        graph.getInputList().forEach(input -> known.add(input.getName()));
        graph.getInitializerList().forEach(tensor -> assertThat(known.add(tensor.getName()))
                .as(tensor.getName())
                .isTrue());
        for (OnnxMl.NodeProto node : graph.getNodeList()) {
            node.getInputList().stream().filter(name -> !name.isEmpty()).forEach(name -> assertThat(known)
                    .contains(name));
            node.getOutputList().stream()
                    .filter(name -> !name.isEmpty())
                    .forEach(name -> assertThat(known.add(name)).as(name).isTrue());
        }
        graph.getOutputList().forEach(output -> assertThat(known).contains(output.getName()));
        assertThat(graph.getNodeList().stream().filter(node -> node.getOpType().equals("GroupQueryAttention")))
                .hasSize(TinyModel.CONFIG.layers());
    }

    @ParameterizedTest
    @EnumSource
    void placesEveryTensorAlignedAndInsideTheFile(ServedForm form) throws IOException {
        // When
        Path onnx = write(form, "onnx");
        // Then
        OnnxMl.GraphProto graph = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(onnx.resolve("model.onnx")))
                .getGraph();
        long size = Files.size(onnx.resolve("model.onnx.data"));
        for (OnnxMl.TensorProto tensor : graph.getInitializerList()) {
            if (tensor.getDataLocation() == OnnxMl.TensorProto.DataLocation.EXTERNAL) {
                long bytes = tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b)
                        * (tensor.getDataType() == OnnxMl.TensorProto.DataType.FLOAT_VALUE ? 4 : 1);
                assertThat(entry(tensor, "location")).isEqualTo("model.onnx.data");
                assertThat(Long.parseLong(entry(tensor, "offset")) % 4096).isZero();
                assertThat(Long.parseLong(entry(tensor, "length")))
                        .as(tensor.getName())
                        .isEqualTo(bytes);
                assertThat(Long.parseLong(entry(tensor, "offset")) + bytes).isLessThanOrEqualTo(size);
            }
        }
    }

    @Test
    void storesTheTiedEmbeddingOnceWithItsValues() throws IOException {
        // When
        Path onnx = write(ServedForm.FP32, "onnx");
        // Then
        OnnxMl.GraphProto graph = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(onnx.resolve("model.onnx")))
                .getGraph();
        OnnxMl.TensorProto embedding = tensor(graph, "embed_tokens.weight");
        assertThat(entry(tensor(graph, "lm_head.weight"), "offset")).isEqualTo(entry(embedding, "offset"));
        float[] stored = new float[TinyModel.VOCABULARY_SIZE * TinyModel.CONFIG.hiddenSize()];
        ByteBuffer.wrap(Files.readAllBytes(onnx.resolve("model.onnx.data")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(Integer.parseInt(entry(embedding, "offset")))
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(stored);
        try (SafetensorsWeights weights = SafetensorsWeights.open(model)) {
            assertThat(stored).isEqualTo(weights.read("model.embed_tokens.weight"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesTheSameBytesTwice(ServedForm form) throws IOException {
        // When
        Path first = write(form, "first");
        Path second = write(form, "second");
        // Then
        for (String part : Arrays.asList("model.onnx", "model.onnx.data", "form.json")) {
            assertThat(first.resolve(part)).hasSameBinaryContentAs(second.resolve(part));
        }
    }

    @Test
    void namesATensorWhoseShapeIsNotTheConfigs() {
        // Given
        LlamaConfig c = TinyModel.CONFIG;
        LlamaConfig wider = new LlamaConfig(
                c.vocabularySize(),
                c.hiddenSize(),
                c.intermediateSize() + 1,
                c.layers(),
                c.heads(),
                c.kvHeads(),
                c.headDim(),
                c.maxPositions(),
                c.rmsNormEpsilon(),
                c.ropeTheta(),
                c.ropeScaling(),
                c.tiedEmbeddings(),
                c.attentionBias(),
                c.mlpBias(),
                c.endOfTurnIds(),
                c.bosTokenId(),
                c.padTokenId());
        // Then
        try (SafetensorsWeights weights = SafetensorsWeights.open(model)) {
            assertThatThrownBy(() -> ServedFormWriter.write(wider, weights, ServedForm.FP32, folder.resolve("onnx")))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessage(
                            "tensor model.layers.0.mlp.gate_proj.weight has shape [128, 64], but config.json calls for [129, 64]");
        }
        assertThat(folder.resolve("onnx/form.json")).doesNotExist();
    }

    private Path write(ServedForm form, String name) throws IOException {
        try (SafetensorsWeights weights = SafetensorsWeights.open(model)) {
            ServedFormWriter.write(TinyModel.CONFIG, weights, form, folder.resolve(name));
        }
        return folder.resolve(name);
    }

    private static OnnxMl.TensorProto tensor(OnnxMl.GraphProto graph, String name) {
        return graph.getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String entry(OnnxMl.TensorProto tensor, String key) {
        return tensor.getExternalDataList().stream()
                .filter(entry -> entry.getKey().equals(key))
                .findFirst()
                .orElseThrow()
                .getValue();
    }
}
