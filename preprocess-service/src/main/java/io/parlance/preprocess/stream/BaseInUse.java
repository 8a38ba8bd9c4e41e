package io.parlance.preprocess.stream;

import io.parlance.contracts.BaseModelImported;
import io.parlance.preprocess.example.BaseModel;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The base model whose tokenizer and template are applied. When a newer one is announced, examples are prepared with it
 * from then on; those prepared before keep what they have, and say which by their tokenizer digest.
 */
final class BaseInUse {
    private static final Logger LOG = Logger.getLogger(BaseInUse.class);

    private final Function<BaseModelImported, BaseModel> opener;
    private volatile BaseModel model;
    private BaseModelImported announced;

    /** @param opener opens the announced model in the artifact store; throws when it cannot */
    BaseInUse(Function<BaseModelImported, BaseModel> opener) {
        this.opener = opener;
    }

    /** @throws MissingException when no base is announced, or the newest cannot be opened */
    void follow(Optional<BaseModelImported> newest) {
        BaseModelImported wanted = newest.orElseThrow(() -> new MissingException(
                "no base model is announced on models.imported.v1 yet; the trainer service imports one, see its log"));
        if (wanted.equals(announced)) {
            return;
        }
        try {
            model = opener.apply(wanted);
            announced = wanted;
        } catch (RuntimeException e) {
            throw new MissingException(
                    "base model %s at %s cannot be opened: %s"
                            .formatted(
                                    wanted.model().id(),
                                    wanted.model().artifact().uri(),
                                    e.getMessage()),
                    e);
        }
        LOG.infof(
                "Base model in use id=%s tokenizer=%s template=%s",
                wanted.model().id(), wanted.tokenizerSha256(), wanted.templateSha256());
    }

    /** Called by the stream's threads, which run only when there is one. */
    BaseModel model() {
        return model;
    }
}
