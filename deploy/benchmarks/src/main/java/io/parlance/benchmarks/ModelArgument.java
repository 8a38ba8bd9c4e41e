package io.parlance.benchmarks;

import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.model.artifact.ModelFolder;
import io.parlance.model.artifact.Weights;
import io.parlance.model.artifact.adapter.AdapterFolder;
import io.parlance.model.artifact.adapter.MergedWeights;
import io.parlance.model.artifact.gguf.GgufModel;
import io.parlance.model.onnx.DecoderOptions;
import io.parlance.model.onnx.OnnxDecoder;
import io.parlance.model.onnx.ServedForm;
import io.parlance.model.onnx.ServedFormWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The model to measure: a Hugging Face folder or a GGUF file, with an adapter merged in when one is named. */
record ModelArgument(ModelFolder model, Optional<Path> adapter) {

    static ModelArgument of(Arguments arguments) {
        Path path = arguments.path(0);
        ModelFolder model = Files.isDirectory(path) ? HuggingFaceFolder.open(path) : GgufModel.open(path);
        return new ModelArgument(model, arguments.option("--adapter").map(Path::of));
    }

    /** Writes a form into its own folder below {@code work} and opens it. */
    OnnxDecoder open(ServedForm form, Path work, DecoderOptions options) throws IOException {
        Path folder = work.resolve(form.id());
        try (Weights base = model.openWeights()) {
            if (adapter.isPresent()) {
                try (Weights merged = new MergedWeights(base, AdapterFolder.read(adapter.get()))) {
                    ServedFormWriter.write(model.config(), merged, form, folder);
                }
            } else {
                ServedFormWriter.write(model.config(), base, form, folder);
            }
        }
        return OnnxDecoder.open(folder, options);
    }
}
