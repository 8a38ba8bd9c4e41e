package io.parlance.preprocess.stream;

import io.parlance.contracts.ArtifactRef;
import io.parlance.contracts.BaseModelImported;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.model.artifact.ModelFolder;
import io.parlance.model.artifact.store.ArtifactStore;
import io.parlance.model.artifact.store.OpenedModel;
import io.parlance.model.artifact.store.StoredModel;
import io.parlance.model.text.ChatFormat;
import io.parlance.preprocess.example.BaseModel;
import java.net.URI;
import java.util.function.Function;

/** Opens announced base models in the artifact store, every part checked against its digest. */
final class BaseModelFolders implements Function<BaseModelImported, BaseModel> {
    private final ArtifactStore store;

    /** @param root of the artifact store */
    BaseModelFolders(URI root) {
        this.store = ArtifactStore.at(root);
    }

    /** @throws RuntimeException when the model is missing, damaged, or has another tokenizer or template than announced */
    @Override
    public BaseModel apply(BaseModelImported announced) {
        ArtifactRef artifact = announced.model().artifact();
        OpenedModel opened =
                store.open(new StoredModel(URI.create(artifact.uri()), artifact.sha256(), artifact.bytes()));
        ModelFolder folder = HuggingFaceFolder.open(opened.folder());
        ChatFormat format = folder.chatFormat();
        requireSame("tokenizer", announced.tokenizerSha256(), format.tokenizer().sha256());
        requireSame("chat template", announced.templateSha256(), format.templateSha256());
        return BaseModel.of(announced.model().id(), format, folder.config().maxPositions());
    }

    private static void requireSame(String what, String announced, String found) {
        if (!announced.equals(found)) {
            throw new IllegalStateException(
                    "its %s has digest %s, announced was %s; services of different versions? Import it again"
                            .formatted(what, found, announced));
        }
    }
}
