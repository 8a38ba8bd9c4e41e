package io.parlance.preprocess.dataset.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parlance.contracts.DatasetManifest;
import io.parlance.contracts.DatasetManifest.Export;
import io.parlance.contracts.DatasetVersioned;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A version in the words of Croissant 1.1 (http://mlcommons.org/croissant/1.1): three files, one per split, each with a
 * record set of its lines.
 */
public final class Croissant {
    /** With the profile that tells it from other JSON-LD. */
    public static final String MEDIA_TYPE = "application/ld+json; profile=\"" + Croissant.CONFORMS_TO + "\"";

    private static final String CONFORMS_TO = "http://mlcommons.org/croissant/1.1";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Croissant() {}

    /** As JSON. @param address of the version over HTTP, without a slash at its end */
    public static byte[] json(DatasetVersioned version, String address) {
        try {
            return JSON.writeValueAsBytes(metadata(version, address));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a version cannot be written as JSON", e);
        }
    }

    static Map<String, Object> metadata(DatasetVersioned version, String address) {
        DatasetManifest manifest = version.manifest();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("@context", context());
        root.put("@type", "sc:Dataset");
        root.put("conformsTo", CONFORMS_TO);
        root.put("name", version.dataset() + "-" + version.id());
        root.put("description", description(version));
        root.put("url", address);
        root.put("license", version.license() == null ? work("not stated") : license(version.license()));
        root.put(
                "creator",
                object(
                        "@type",
                        "sc:Organization",
                        "name",
                        version.creator() == null ? "not stated" : version.creator()));
        root.put(
                "datePublished",
                Instant.ofEpochSecond(version.createdAt())
                        .atOffset(ZoneOffset.UTC)
                        .toString());
        // This very content never changes; another content is another dataset, with another digest.
        root.put("version", "1.0.0");
        root.put("identifier", "sha256:" + version.digest());
        root.put("isLiveDataset", false);
        List<String> languages = manifest.languages().keySet().stream()
                .filter(language -> !language.equals("unknown"))
                .sorted()
                .toList();
        if (!languages.isEmpty()) {
            root.put("inLanguage", languages);
        }
        root.put("keywords", List.of("conversations", "fine-tuning", "instruction following"));
        root.put("prov:wasGeneratedBy", generation(version));
        List<Object> files = new ArrayList<>();
        List<Object> records = new ArrayList<>();
        records.add(splits(manifest));
        for (Export export : manifest.exports()) {
            files.add(file(export, address));
            records.add(recordSet(export));
        }
        root.put("distribution", files);
        root.put("recordSet", records);
        return root;
    }

    private static String description(DatasetVersioned version) {
        DatasetManifest manifest = version.manifest();
        return "%s%d examples of %d conversations in OpenAI's chat format, %d tokens of which %d are trained on; dataset '%s', version %s."
                .formatted(
                        version.description() == null ? "" : version.description() + ": ",
                        manifest.examples(),
                        manifest.conversations(),
                        manifest.tokens().total(),
                        manifest.tokens().trained(),
                        version.dataset(),
                        version.id());
    }

    private static Object license(String words) {
        return words.matches("https?://\\S+") ? words : work(words);
    }

    private static Map<String, Object> work(String name) {
        return object("@type", "sc:CreativeWork", "name", name);
    }

    /** What the examples were made with. */
    private static List<Object> generation(DatasetVersioned version) {
        return version.manifest().preparedWith().stream()
                .<Object>map(made -> object(
                        "@type",
                        "prov:Activity",
                        "prov:label",
                        "%d examples: recipe sha256:%s, tokenizer sha256:%s, chat template sha256:%s, base model %s"
                                .formatted(
                                        made.examples(),
                                        made.recipeSha256(),
                                        made.tokenizerSha256(),
                                        made.templateSha256(),
                                        made.baseModel())))
                .toList();
    }

    private static Map<String, Object> file(Export export, String address) {
        String split = StrataCounts.nameOf(export.split());
        return object(
                "@type",
                "cr:FileObject",
                "@id",
                split + ".jsonl",
                "name",
                split + ".jsonl",
                "description",
                "%d examples of the split %s, one JSON object per line".formatted(export.lines(), split),
                "contentUrl",
                address + "/export?split=" + split,
                "contentSize",
                export.bytes() + " B",
                "encodingFormat",
                "application/jsonlines",
                "sha256",
                export.sha256());
    }

    private static Map<String, Object> splits(DatasetManifest manifest) {
        Map<String, Object> urls =
                Map.of("train", "cr:TrainingSplit", "validation", "cr:ValidationSplit", "test", "cr:TestSplit");
        return object(
                "@type", "cr:RecordSet",
                "@id", "splits",
                "name", "splits",
                "dataType", "cr:Split",
                "key", object("@id", "splits/name"),
                "field",
                        List.of(
                                object("@type", "cr:Field", "@id", "splits/name", "dataType", "sc:Text"),
                                object("@type", "cr:Field", "@id", "splits/url", "dataType", "cr:Split")),
                "data",
                        manifest.exports().stream()
                                .map(export -> StrataCounts.nameOf(export.split()))
                                .map(name -> object("splits/name", name, "splits/url", urls.get(name)))
                                .toList());
    }

    private static Map<String, Object> recordSet(Export export) {
        String split = StrataCounts.nameOf(export.split());
        String file = split + ".jsonl";
        String messages = split + "/messages";
        return object(
                "@type",
                "cr:RecordSet",
                "@id",
                split,
                "name",
                split,
                "description",
                "The conversations of the split " + split,
                "field",
                List.of(
                        object(
                                "@type",
                                "cr:Field",
                                "@id",
                                split + "/split",
                                "name",
                                "split",
                                "dataType",
                                "sc:Text",
                                "value",
                                split,
                                "references",
                                object("@id", "splits/name")),
                        object(
                                "@type", "cr:Field",
                                "@id", messages,
                                "name", "messages",
                                "description", "The turns of a conversation, in order",
                                "isArray", true,
                                "arrayShape", "-1",
                                "subField",
                                        List.of(
                                                turnField(messages, "role", file),
                                                turnField(messages, "content", file)))));
    }

    private static Map<String, Object> turnField(String messages, String name, String file) {
        return object(
                "@type",
                "cr:Field",
                "@id",
                messages + "/" + name,
                "name",
                name,
                "dataType",
                "sc:Text",
                "source",
                object(
                        "fileObject", object("@id", file),
                        "extract", object("jsonPath", "$.messages[*]." + name)));
    }

    /** Croissant 1.1's own, and PROV-O for where it came from. */
    private static Map<String, Object> context() {
        Map<String, Object> context = object(
                "@language", "en",
                "@vocab", "http://schema.org/",
                "sc", "http://schema.org/",
                "cr", "http://mlcommons.org/croissant/",
                "dct", "http://purl.org/dc/terms/",
                "prov", "http://www.w3.org/ns/prov#",
                "conformsTo", "dct:conformsTo",
                "data", object("@id", "cr:data", "@type", "@json"),
                "dataType", object("@id", "cr:dataType", "@type", "@vocab"));
        for (String term : List.of(
                "arrayShape",
                "extract",
                "field",
                "fileObject",
                "isArray",
                "isLiveDataset",
                "jsonPath",
                "key",
                "recordSet",
                "references",
                "source",
                "subField",
                "value")) {
            context.put(term, "cr:" + term);
        }
        return context;
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }
}
