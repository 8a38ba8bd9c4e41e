package io.parlance.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.local.world.WorldException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The conversations that the demo sends: a JSONL file, or the sample house. */
final class ConversationFile {
    private static final String SAMPLE = "/samples/house.jsonl";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Optional<Path> path;

    /** @throws WorldException when there is no such file */
    ConversationFile(Optional<Path> path) {
        this.path = path;
        path.filter(file -> !Files.isReadable(file) || Files.isDirectory(file)).ifPresent(file -> {
            throw new WorldException(
                    "--data: %s cannot be read; name a JSONL file, one conversation a line.".formatted(file));
        });
    }

    boolean isSampleHouse() {
        return path.isEmpty();
    }

    String name() {
        return path.map(file -> file.getFileName().toString()).orElse("the sample house, Orrowby Lamps");
    }

    /** The whole file as the body of a request, streamed. */
    BodyPublisher body() {
        return BodyPublishers.ofInputStream(() -> {
            try {
                return open();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private InputStream open() throws IOException {
        return path.isPresent() ? Files.newInputStream(path.get()) : ConversationFile.class.getResourceAsStream(SAMPLE);
    }

    /** Ids that stand in the file; conversations without one have theirs made from the content. */
    Set<String> ids() throws IOException {
        var ids = new HashSet<String>();
        try (var in = open();
                var reader = new java.io.BufferedReader(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
                Stream<String> lines = reader.lines()) {
            lines.forEach(line -> id(line).ifPresent(ids::add));
        }
        return ids;
    }

    private static Optional<String> id(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return node == null || !node.path("id").isTextual()
                    ? Optional.empty()
                    : Optional.of(node.get("id").asText());
        } catch (IOException malformed) {
            // Ingest names such lines; here only the ids count.
            return Optional.empty();
        }
    }
}
