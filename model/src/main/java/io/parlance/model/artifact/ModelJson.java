package io.parlance.model.artifact;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The JSON files of a model as trees: strict when reading (no duplicate keys), the same bytes every time when writing. */
public final class ModelJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectWriter PRETTY = MAPPER.writer(prettyPrinter());

    private ModelJson() {}

    /**
     * Reads a file whose top level is a JSON object.
     *
     * @throws ModelFormatException when the file is missing or is no such JSON; the message names it
     */
    public static JsonFields read(Path file) {
        return fields(file.toString(), readText(file));
    }

    /** A small text file of a model. @throws ModelFormatException when it is missing */
    public static String readText(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new ModelFormatException(
                    "%s is missing: download or export the model again".formatted(file.toString()), e);
        } catch (IOException e) {
            throw new ModelFormatException("%s cannot be read as UTF-8 text: %s".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * Parses an object.
     *
     * @param source what error messages call it, a file as a rule
     */
    public static JsonFields fields(String source, String json) {
        JsonNode root = parse(source, json);
        if (!root.isObject()) {
            throw new ModelFormatException(
                    "%s: holds %s, expected a JSON object".formatted(source, root.getNodeType()));
        }
        return new JsonFields(source, "", root);
    }

    /** Parses any JSON. @throws ModelFormatException naming {@code source}, line and column */
    public static JsonNode parse(String source, String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " at line %d, column %d"
                            .formatted(
                                    e.getLocation().getLineNr(), e.getLocation().getColumnNr());
            throw new ModelFormatException(
                    "%s: not valid JSON%s (%s): the file is truncated or damaged, fetch it again"
                            .formatted(source, place, e.getOriginalMessage()),
                    e);
        }
    }

    /** Indented by two, line feeds only, fields in the tree's order, a line feed at the end. */
    public static byte[] pretty(JsonNode tree) {
        return written(PRETTY, tree, "\n");
    }

    /** On one line. */
    public static byte[] compact(JsonNode tree) {
        return written(MAPPER.writer(), tree, "");
    }

    public static void write(Path file, JsonNode tree) {
        byte[] bytes = pretty(tree);
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw ArtifactException.writing(file, bytes.length, e);
        }
    }

    private static byte[] written(ObjectWriter writer, JsonNode tree, String end) {
        try {
            return (writer.writeValueAsString(tree) + end).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DefaultPrettyPrinter prettyPrinter() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        return printer;
    }
}
