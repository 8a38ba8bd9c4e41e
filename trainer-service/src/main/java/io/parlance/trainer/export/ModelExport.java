package io.parlance.trainer.export;

import io.parlance.model.artifact.ArtifactException;
import io.parlance.model.artifact.HuggingFaceFolderWriter;
import io.parlance.model.artifact.ModelFolder;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.Weights;
import io.parlance.model.artifact.adapter.AdapterFolder;
import io.parlance.model.artifact.adapter.LoraAdapter;
import io.parlance.model.artifact.adapter.MergedWeights;
import io.parlance.model.artifact.store.ArtifactStore;
import io.parlance.model.artifact.store.ModelDescription;
import io.parlance.model.artifact.store.ModelManifest;
import io.parlance.model.artifact.store.StagedModel;
import io.parlance.model.artifact.store.StoredModel;
import io.parlance.model.onnx.ServedForm;
import io.parlance.model.onnx.ServedFormWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Writes fine-tuned models into the store, and finds those that are there. */
public final class ModelExport {
    private static final Logger LOG = Logger.getLogger(ModelExport.class);

    private final ArtifactStore store;
    private final ServedForm form;

    public ModelExport(ArtifactStore store, ServedForm form) {
        this.store = store;
        this.form = form;
    }

    /** A model that lies whole in the store. */
    public record Exported(StoredModel stored, ModelManifest manifest) {}

    /** The model of that name, every part checked; one that is damaged is removed, as it can be made again. */
    public Optional<Exported> find(FineTunedName name) {
        Optional<StoredModel> stored = store.find(name.storeId());
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Exported(stored.get(), store.open(stored.get()).manifest()));
        } catch (ArtifactException | ModelFormatException e) {
            LOG.warnf(
                    "model in the store is damaged, it is made again model=%s reason=%s",
                    name.modelId(), e.getMessage());
            remove(name);
            return Optional.empty();
        }
    }

    /**
     * @param base as it lies in the store
     * @param facts for the manifest
     * @throws ArtifactException when the disk is full or cannot be written to; the message says what to do
     */
    public Exported write(
            FineTunedName name,
            ModelFolder base,
            String baseModelId,
            LoraAdapter adapter,
            SortedMap<String, String> facts) {
        ModelDescription description = ModelDescription.fineTuned(
                baseModelId,
                base.chatFormat().tokenizer().sha256(),
                base.chatFormat().templateSha256(),
                facts);
        try (StagedModel staged = store.stage(name.storeId());
                Weights weights = base.openWeights();
                Weights merged = new MergedWeights(weights, adapter)) {
            Path folder = staged.folder();
            Path adapterFolder = Files.createDirectories(folder.resolve("adapter"));
            AdapterFolder.write(adapterFolder, adapter);
            HuggingFaceFolderWriter.write(folder, base, merged);
            writeServedForm(folder, base, merged);
            StoredModel stored = staged.commit(description);
            return new Exported(stored, store.open(stored).manifest());
        } catch (IOException e) {
            throw ArtifactException.writing(Path.of("adapter"), 0, e);
        }
    }

    private void writeServedForm(Path folder, ModelFolder base, Weights merged) {
        Path onnx = folder.resolve("onnx");
        try {
            ServedFormWriter.write(base.config(), merged, form, onnx);
        } catch (IOException e) {
            throw ArtifactException.writing(onnx.resolve("model.onnx.data"), 0, e);
        }
    }

    /** Removes a model that was never announced. */
    public void remove(FineTunedName name) {
        store.find(name.storeId()).ifPresent(stored -> {
            Path folder = Path.of(stored.manifest()).getParent();
            try (Stream<Path> paths = Files.walk(folder)) {
                List<Path> all = paths.sorted(Comparator.reverseOrder()).toList();
                // The manifest first: without it, what is left of a half removed folder is no model.
                Files.delete(Path.of(stored.manifest()));
                for (Path path : all) {
                    Files.deleteIfExists(path);
                }
                LOG.infof("model removed model=%s folder=%s", name.modelId(), folder);
            } catch (IOException e) {
                LOG.errorf("model could not be removed, remove it by hand folder=%s reason=%s", folder, e.getMessage());
            }
        });
    }
}
