package io.parlance.endtoend.fuzz;

import java.util.List;

/**
 * A way to ask a service something valid.
 *
 * @param path with {@code {}} where a name goes
 * @param names that go there, of things that are and are not
 * @param parameters valid ones, {@code name=value}
 * @param bodies valid ones; none where it takes none
 */
record Endpoint(
        String service,
        String method,
        String path,
        List<String> names,
        List<String> parameters,
        String contentType,
        List<String> bodies) {
    private static final List<String> IDS =
            List.of("f-1", "nobody", "drill-1-0000001", "conv-00000000000000000000000000000000");
    private static final List<String> SETS = List.of("live", "file-0", "fuzz", "none");
    private static final List<String> FILES = List.of("file-01a209bd85ecc567cdf59fce53f4a6a9", "file-x", "live");
    private static final List<String> VERSIONS = List.of("dsv-00000000000000000000000000000000", "dsv-1");

    static final List<Endpoint> ALL = List.of(
            ingest(
                    "POST",
                    "/v1/conversations",
                    List.of("format=openai_chat", "dataset=fuzz", "subject=s-1", "ignore=x,y"),
                    "application/json",
                    Lines.WHOLE),
            ingest(
                    "POST",
                    "/v1/conversations",
                    List.of("format=csv", "dataset=fuzz"),
                    "text/csv",
                    List.of("prompt,completion\nWhen?,At nine.\nWhere?,\"Here, in Kendal\"\n")),
            ingest(
                    "POST",
                    "/v1/conversations",
                    List.of("format=text", "dataset=fuzz"),
                    "text/plain",
                    List.of("User: When?\nAssistant: At nine.\n", "A page about lamps.\n\nThey are green.")),
            ingest(
                    "POST",
                    "/v1/conversations",
                    List.of("dataset=fuzz"),
                    "text/html",
                    List.of("<html><head><title>Lamps</title></head><body><p>They are green.</p></body></html>")),
            ingest(
                    "GET",
                    "/v1/files",
                    List.of("limit=3", "order=asc", "purpose=fine-tune", "after=file-x"),
                    null,
                    List.of()),
            ingest(
                    "POST",
                    "/v1/files",
                    List.of(),
                    "multipart/form-data; boundary=edge",
                    List.of(
                            "--edge\r\ncontent-disposition: form-data; name=\"purpose\"\r\n\r\nuser_data\r\n--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.jsonl\"\r\ncontent-type: application/jsonl\r\n\r\n"
                                    + Lines.WHOLE.getFirst() + "\n\r\n--edge--\r\n")),
            named("ingest", "GET", "/v1/files/{}", FILES),
            named("ingest", "GET", "/v1/files/{}/content", FILES),
            named("ingest", "DELETE", "/v1/files/{}", FILES),
            ingest(
                    "POST",
                    "/v1/feedback",
                    List.of(),
                    "application/json",
                    List.of("{\"completion_id\":\"chatcmpl-1\",\"rating\":\"up\",\"correction\":\"At ten.\"}")),
            ingest("POST", "/v1/pages", List.of(), "application/json", List.of("{\"url\":\"https://shop.example/\"}")),
            named("preprocess", "GET", "/v1/conversations/{}", IDS, "dataset=live"),
            named("preprocess", "GET", "/v1/rejections/{}", List.of("rej-00000000000000000000000000000000", "x")),
            named("preprocess", "GET", "/v1/examples/{}/mask", IDS, "dataset=live", "part=1"),
            named("preprocess", "GET", "/v1/datasets", List.of()),
            named("preprocess", "GET", "/v1/datasets/{}", SETS),
            named("preprocess", "GET", "/v1/datasets/{}/versions", SETS, "limit=2", "after=dsv-1"),
            named("preprocess", "GET", "/v1/datasets/live/versions/{}", VERSIONS),
            named("preprocess", "POST", "/v1/datasets/live/versions/{}/verify", VERSIONS),
            named("preprocess", "GET", "/v1/datasets/live/versions/{}/croissant", VERSIONS),
            named(
                    "preprocess",
                    "GET",
                    "/v1/datasets/live/versions/{}/export",
                    VERSIONS,
                    "split=train",
                    "format=openai_chat"),
            new Endpoint(
                    "preprocess",
                    "POST",
                    "/v1/datasets/{}/versions",
                    List.of("none", "no-such"),
                    List.of(),
                    "application/json",
                    List.of("{\"description\":\"d\",\"license\":\"MIT\",\"creator\":\"c\"}")),
            new Endpoint(
                    "preprocess",
                    "POST",
                    "/v1/recipes/preview",
                    List.of(),
                    List.of(),
                    "application/json",
                    List.of(
                            "{\"recipe\":\"name: r\\noperations:\\n  - strip_html\\n\",\"conversations\":[{\"messages\":[{\"role\":\"user\",\"content\":\"<b>Hi</b>\"},{\"role\":\"assistant\",\"content\":\"Hello\"}]}]}")),
            new Endpoint(
                    "preprocess",
                    "POST",
                    "/v1/leak-check",
                    List.of(),
                    List.of(),
                    "application/json",
                    List.of(
                            "{\"left\":[{\"id\":\"a\",\"text\":\"one two three\"}],\"right\":[{\"id\":\"b\",\"text\":\"one two three\"}]}",
                            "{\"dataset\":\"live\"}")),
            // Names of nothing as a rule; a broken one may hit an odd record, whose outcome was read before. Only these
            // delete: an erasure of all that the drill sends would leave little to count.
            named("preprocess", "DELETE", "/v1/subjects/{}", List.of("nobody", "somebody")),
            named("preprocess", "DELETE", "/v1/conversations/{}", List.of("nobody", "none/nobody"), "dataset=none"),
            named("preprocess", "DELETE", "/v1/datasets/{}", List.of("none", "file-0")),
            named("preprocess", "GET", "/v1/erasures/{}", List.of("era-00000000000000000000000000000000", "era-1")),
            named("preprocess", "GET", "/v1/erasures", List.of(), "limit=2"));

    private static Endpoint ingest(
            String method, String path, List<String> parameters, String contentType, List<String> bodies) {
        return new Endpoint("ingest", method, path, List.of(), parameters, contentType, bodies);
    }

    private static Endpoint named(
            String service, String method, String path, List<String> names, String... parameters) {
        return new Endpoint(service, method, path, names, List.of(parameters), null, List.of());
    }
}
