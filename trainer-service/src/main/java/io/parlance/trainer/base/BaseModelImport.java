package io.parlance.trainer.base;

import io.parlance.contracts.ArtifactRef;
import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.ModelRef;
import io.parlance.model.artifact.ArtifactException;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.model.artifact.HuggingFaceFolderWriter;
import io.parlance.model.artifact.ModelFolder;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.Weights;
import io.parlance.model.artifact.gguf.GgufModel;
import io.parlance.model.artifact.store.ArtifactStore;
import io.parlance.model.artifact.store.ModelDescription;
import io.parlance.model.artifact.store.OpenedModel;
import io.parlance.model.artifact.store.Sha256;
import io.parlance.model.artifact.store.StagedModel;
import io.parlance.model.artifact.store.StoredModel;
import io.parlance.model.onnx.ServedForm;
import io.parlance.model.onnx.ServedFormWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Makes a base model in the store out of a reference: Hugging Face folder, served form, manifest. A model that is there
 * and whole is taken as it is; one that is damaged is put aside and imported again. An interrupted import leaves nothing
 * that anybody could take for a model.
 */
final class BaseModelImport {
    private static final Logger LOG = Logger.getLogger(BaseModelImport.class);
    private static final String ARCHITECTURE = "LlamaForCausalLM";
    private static final String FACT_REFERENCE = "reference";
    private static final String FACT_FORM = "servedForm";
    private static final String FACT_PARAMETERS = "parameters";

    private final BaseModelSources sources;
    private final ArtifactStore store;
    private final ServedForm form;

    BaseModelImport(BaseModelSources sources, ArtifactStore store, ServedForm form) {
        this.sources = sources;
        this.store = store;
        this.form = form;
    }

    /**
     * @param inUse what was announced last
     * @param tell hears what is being done
     * @return the model as it is to be announced; equal to {@code inUse} when that is still right
     */
    BaseModelImported obtain(BaseReference wanted, Optional<BaseModelImported> inUse, Consumer<String> tell) {
        Optional<BaseModelImported> kept = inUse.filter(base -> sources.satisfies(base.reference(), wanted))
                .filter(this::isWhole);
        if (kept.isPresent()) {
            LOG.infof(
                    "base model kept model=%s reference=%s",
                    kept.get().model().id(), kept.get().reference());
            return kept.get();
        }
        tell.accept("fetching the base model " + wanted.text());
        BaseModelSources.Fetched fetched = sources.fetch(wanted);
        String modelId = freeId(fetched);
        Optional<StoredModel> stored = store.find(modelId);
        if (stored.isPresent()) {
            Optional<OpenedModel> whole = opened(stored.get());
            if (whole.isPresent()) {
                return announcement(
                        modelId, stored.get(), whole.get().manifest().description());
            }
            putAside(stored.get());
        }
        tell.accept("importing the base model %s from %s".formatted(modelId, fetched.path()));
        return write(modelId, fetched);
    }

    /** The readable name, unless another reference or form already has it: then with a digest of what tells them apart. */
    private String freeId(BaseModelSources.Fetched fetched) {
        Optional<StoredModel> taken = store.find(fetched.name());
        if (taken.isEmpty() || isOf(taken.get(), fetched)) {
            return fetched.name();
        }
        String difference = fetched.reference().text() + " " + form.id();
        return fetched.name() + "-"
                + Sha256.of(difference.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    }

    private boolean isOf(StoredModel stored, BaseModelSources.Fetched fetched) {
        try {
            SortedMap<String, String> facts =
                    store.open(stored).manifest().description().facts();
            return fetched.reference().text().equals(facts.get(FACT_REFERENCE))
                    && form.id().equals(facts.get(FACT_FORM));
        } catch (ArtifactException | ModelFormatException damaged) {
            // Whatever it was, it is to be replaced.
            return true;
        }
    }

    private boolean isWhole(BaseModelImported base) {
        ArtifactRef artifact = base.model().artifact();
        try {
            OpenedModel opened =
                    store.open(new StoredModel(URI.create(artifact.uri()), artifact.sha256(), artifact.bytes()));
            return form.id().equals(opened.manifest().description().facts().get(FACT_FORM));
        } catch (ArtifactException | ModelFormatException e) {
            LOG.warnf(
                    "base model is damaged, it is imported again model=%s reason=%s",
                    base.model().id(), e.getMessage());
            return false;
        }
    }

    private Optional<OpenedModel> opened(StoredModel stored) {
        try {
            return Optional.of(store.open(stored));
        } catch (ArtifactException | ModelFormatException e) {
            LOG.warnf(
                    "base model is damaged, it is imported again manifest=%s reason=%s",
                    stored.manifest(), e.getMessage());
            return Optional.empty();
        }
    }

    private static void putAside(StoredModel damaged) {
        Path folder = Path.of(damaged.manifest()).getParent();
        Path aside = folder.getParent()
                .resolveSibling("damaged")
                .resolve(folder.getFileName() + "-" + damaged.sha256().substring(0, 8) + "-" + System.nanoTime());
        try {
            Files.createDirectories(aside.getParent());
            Files.move(folder, aside);
            LOG.warnf("damaged model put aside folder=%s", aside);
        } catch (IOException e) {
            throw new BaseModelException(
                    "%s is damaged and could not be moved to %s (%s); remove it by hand"
                            .formatted(folder, aside, e.getMessage()),
                    e);
        }
    }

    private BaseModelImported write(String modelId, BaseModelSources.Fetched fetched) {
        ModelFolder source = Files.isDirectory(fetched.path())
                ? HuggingFaceFolder.open(fetched.path())
                : GgufModel.open(fetched.path());
        try (StagedModel staged = store.stage(modelId);
                Weights weights = source.openWeights()) {
            HuggingFaceFolderWriter.write(staged.folder(), source, weights);
            HuggingFaceFolder written = HuggingFaceFolder.open(staged.folder());
            long parameters;
            try (Weights own = written.openWeights()) {
                parameters = own.names().stream()
                        .mapToLong(name -> own.shape(name).stream().reduce(1L, Math::multiplyExact))
                        .sum();
                ServedFormWriter.write(
                        written.config(), own, form, staged.folder().resolve("onnx"));
            }
            SortedMap<String, String> facts = new TreeMap<>();
            facts.put(FACT_REFERENCE, fetched.reference().text());
            facts.put(FACT_FORM, form.id());
            facts.put(FACT_PARAMETERS, Long.toString(parameters));
            facts.put("architecture", ARCHITECTURE);
            // Digests of what was written, since that is what is read from now on.
            ModelDescription description = ModelDescription.base(
                    written.chatFormat().tokenizer().sha256(),
                    written.chatFormat().templateSha256(),
                    facts);
            return announcement(modelId, staged.commit(description), description);
        } catch (IOException e) {
            throw new BaseModelException(
                    "the served form of %s could not be written (%s); make room in the artifact store or set PARLANCE_ARTIFACTS to another disk"
                            .formatted(modelId, e.getMessage()),
                    e);
        }
    }

    private static BaseModelImported announcement(String modelId, StoredModel stored, ModelDescription description) {
        return new BaseModelImported(
                new ModelRef(modelId, new ArtifactRef(stored.manifest().toString(), stored.sha256(), stored.bytes())),
                description.facts().get(FACT_REFERENCE),
                ARCHITECTURE,
                Long.parseLong(description.facts().get(FACT_PARAMETERS)),
                description.tokenizerSha256(),
                description.templateSha256());
    }
}
