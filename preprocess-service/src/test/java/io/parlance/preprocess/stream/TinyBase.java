package io.parlance.preprocess.stream;

import io.parlance.contracts.ArtifactRef;
import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.ModelRef;
import io.parlance.model.TinyModel;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.model.artifact.store.ArtifactStore;
import io.parlance.model.artifact.store.ModelDescription;
import io.parlance.model.artifact.store.StagedModel;
import io.parlance.model.artifact.store.StoredModel;
import io.parlance.model.text.ChatFormat;
import java.net.URI;
import java.util.TreeMap;

/** The tiny model in an artifact store, and the event that announces it. */
public final class TinyBase {
    private TinyBase() {}

    public static BaseModelImported importInto(URI store, String id) {
        try (StagedModel staged = ArtifactStore.at(store).stage(id)) {
            ChatFormat format =
                    HuggingFaceFolder.open(TinyModel.write(staged.folder(), 1)).chatFormat();
            String tokenizer = format.tokenizer().sha256();
            StoredModel stored =
                    staged.commit(ModelDescription.base(tokenizer, format.templateSha256(), new TreeMap<>()));
            ArtifactRef artifact = new ArtifactRef(stored.manifest().toString(), stored.sha256(), stored.bytes());
            return new BaseModelImported(
                    new ModelRef(id, artifact),
                    "folder:tiny",
                    "LlamaForCausalLM",
                    95_000,
                    tokenizer,
                    format.templateSha256());
        }
    }
}
