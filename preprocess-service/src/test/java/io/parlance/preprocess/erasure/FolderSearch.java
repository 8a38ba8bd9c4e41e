package io.parlance.preprocess.erasure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Which files of a folder hold a phrase, byte for byte; files that go meanwhile hold nothing. */
final class FolderSearch {
    private FolderSearch() {}

    static List<String> filesWith(Path folder, String phrase) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> holds(file, phrase))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(Path file, String phrase) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(phrase);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
