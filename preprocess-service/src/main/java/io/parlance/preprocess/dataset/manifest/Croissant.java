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

    /** Those of the specification's context that are nothing but names in Croissant's own vocabulary. */
    private static final List<String> TERMS = List.of(
            "annotation",
            "arrayShape",
            "citeAs",
            "column",
            "containedIn",
            "equivalentProperty",
            "excludes",
            "extract",
            "field",
            "fileObject",
            "fileProperty",
            "fileSet",
            "format",
            "includes",
            "isArray",
            "isLiveDataset",
            "jsonPath",
            "key",
            "md5",
            "parentField",
            "path",
            "readLines",
            "recordSet",
            "references",
            "regex",
            "repeated",
            "replace",
            "samplingRate",
            "sdVersion",
            "separator",
            "source",
            "subField",
            "transform",
            "unArchive",
            "value");

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
        root.put(
                "citeAs",
                "%s: dataset %s, version %s, sha256:%s"
                        .formatted(
                                version.creator() == null ? "Unnamed creator" : version.creator(),
                                version.dataset(),
                                version.id(),
                                version.digest()));
        root.put("identifier", "sha256:" + version.digest());
        root.put("isLiveDataset", false);
        List<String> languages = manifest.languages().keySet().stream()
                .filter(language -> !language.equals("unknown") && !language.equals("und"))
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
        Map<String, Object> meanings =
                Map.of("train", "cr:TrainingSplit", "validation", "cr:ValidationSplit", "test", "cr:TestSplit");
        Map<String, Object> set = named("cr:RecordSet", "splits", "splits");
        set.put("dataType", "cr:Split");
        set.put("key", object("@id", "splits/name"));
        Map<String, Object> name = named("cr:Field", "splits/name", "name");
        name.put("dataType", "sc:Text");
        Map<String, Object> url = named("cr:Field", "splits/url", "url");
        url.put("dataType", "sc:URL");
        set.put("field", List.of(name, url));
        set.put(
                "data",
                manifest.exports().stream()
                        .map(export -> StrataCounts.nameOf(export.split()))
                        .map(split -> object("splits/name", split, "splits/url", meanings.get(split)))
                        .toList());
        return set;
    }

    private static Map<String, Object> recordSet(Export export) {
        String split = StrataCounts.nameOf(export.split());
        Map<String, Object> set = named("cr:RecordSet", split, split);
        set.put("description", "The conversations of the split " + split);
        Map<String, Object> which = named("cr:Field", split + "/split", "split");
        which.put("dataType", "sc:Text");
        which.put("value", split);
        which.put("references", object("field", object("@id", "splits/name")));
        Map<String, Object> messages = named("cr:Field", split + "/messages", "messages");
        messages.put("description", "The turns of a conversation, in order");
        messages.put("isArray", true);
        messages.put("arrayShape", "-1");
        messages.put("subField", List.of(turnField(split, "role"), turnField(split, "content")));
        set.put("field", List.of(which, messages));
        return set;
    }

    private static Map<String, Object> turnField(String split, String name) {
        Map<String, Object> field = named("cr:Field", split + "/messages/" + name, name);
        field.put("dataType", "sc:Text");
        field.put(
                "source",
                object(
                        "fileObject", object("@id", split + ".jsonl"),
                        "extract", object("column", "messages"),
                        "transform", object("jsonPath", "$[*]." + name)));
        return field;
    }

    private static Map<String, Object> named(String type, String id, String name) {
        return object("@type", type, "@id", id, "name", name);
    }

    /** Croissant 1.1's own, and PROV-O for where it came from. schema.org by https, as Croissant's tools want it. */
    private static Map<String, Object> context() {
        Map<String, Object> context = object(
                "@language", "en",
                "@vocab", "https://schema.org/",
                "sc", "https://schema.org/",
                "cr", "http://mlcommons.org/croissant/",
                "rai", "http://mlcommons.org/croissant/RAI/",
                "dct", "http://purl.org/dc/terms/",
                "prov", "http://www.w3.org/ns/prov#",
                "conformsTo", "dct:conformsTo",
                "data", object("@id", "cr:data", "@type", "@json"),
                "dataType", object("@id", "cr:dataType", "@type", "@vocab"),
                "examples", object("@id", "cr:examples", "@type", "@json"));
        for (String term : TERMS) {
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
