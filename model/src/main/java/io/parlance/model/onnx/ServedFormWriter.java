package io.parlance.model.onnx;

import io.parlance.model.artifact.LlamaConfig;
import io.parlance.model.artifact.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a model in the form it is served in. The same model and form give the same bytes. */
public final class ServedFormWriter {
    private ServedFormWriter() {}

    /**
     * Writes {@code model.onnx}, {@code model.onnx.data} and, last, {@code form.json}.
     *
     * @param weights of the model to serve; read one tensor at a time, not closed
     * @param folder made when missing; files of these names in it are replaced
     */
    public static void write(LlamaConfig config, Weights weights, ServedForm form, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(FormFile.NAME));
        try (TensorFile data = new TensorFile(folder.resolve(FormFile.DATA))) {
            OnnxGraph graph = new OnnxGraph(data);
            new LlamaGraph(config, weights, form.weightForm(), graph).build();
            Files.write(folder.resolve(FormFile.GRAPH), graph.toModel());
        }
        FormFile.of(config, form, folder).write(folder);
    }
}
