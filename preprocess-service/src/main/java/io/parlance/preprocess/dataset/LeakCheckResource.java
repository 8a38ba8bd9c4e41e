package io.parlance.preprocess.dataset;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.preprocess.PreprocessConfig;
import io.parlance.preprocess.Query;
import io.parlance.preprocess.Refusal;
import io.parlance.preprocess.dataset.leak.LeakCheck;
import io.parlance.preprocess.dataset.leak.LeakReport;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** {@code POST /v1/leak-check}: what two sides that should share nothing have in common. */
@Path("/v1/leak-check")
@Produces(MediaType.APPLICATION_JSON)
public class LeakCheckResource {
    private static final Logger LOG = Logger.getLogger(LeakCheckResource.class);
    private static final int MOST_BODY_BYTES = 64 << 20;
    private static final List<String> FILES = List.of("a", "b");
    private static final List<String> PARTS = List.of("a", "b", "threshold", "limit");
    private static final List<String> FIELDS = List.of("a", "b", "dataset", "version", "threshold", "limit");
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final LeakChecks checks;

    LeakCheckResource(DatasetWindows windows, DatasetVersions versions, PreprocessConfig config) {
        this.checks = new LeakChecks(windows, versions, config.leakCheck().mostCharacters());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public ObjectNode ofPlaces(@Context UriInfo uri, InputStream body) throws IOException {
        Query.unlessKnown(uri.getQueryParameters(), Set.of());
        try {
            return answer(checks.of(RequestParts.object(body, MOST_BODY_BYTES, FIELDS)));
        } catch (LeakCheck.TooMuchText e) {
            throw Refusal.tooLarge(e.getMessage(), null);
        }
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RunOnVirtualThread
    public ObjectNode ofFiles(@Context UriInfo uri, MultipartFormDataInput form) throws IOException {
        Query.unlessKnown(uri.getQueryParameters(), Set.of());
        Map<String, LeakChecks.Bytes> files = new HashMap<>();
        Map<String, String> settings = new HashMap<>();
        for (var part : form.getValues().entrySet()) {
            String name = part.getKey();
            if (!PARTS.contains(name)) {
                throw Refusal.badRequest(
                        "form part %s is not known here; known are %s".formatted(name, String.join(", ", PARTS)),
                        name,
                        "unknown_parameter");
            }
            if (part.getValue().size() != 1) {
                throw Refusal.badRequest("%s is given more than once".formatted(name), name, "invalid_value");
            }
            FormValue value = part.getValue().iterator().next();
            if (FILES.contains(name)) {
                files.put(name, bytes(value));
            } else if (value.isFileItem()) {
                throw Refusal.badRequest("%s is a file, expected a number".formatted(name), name, "invalid_value");
            } else {
                settings.put(name, value.getValue());
            }
        }
        for (String name : FILES) {
            if (!files.containsKey(name)) {
                throw Refusal.badRequest(
                        "file %s is missing; send two files as form parts a and b".formatted(name),
                        name,
                        "missing_parameter");
            }
        }
        try {
            return answer(checks.ofFiles(files, settings(settings)));
        } catch (LeakCheck.TooMuchText e) {
            throw Refusal.tooLarge(e.getMessage(), null);
        }
    }

    private static LeakChecks.Bytes bytes(FormValue value) {
        if (value.isFileItem()) {
            return () -> value.getFileItem().getInputStream();
        }
        byte[] text = value.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return () -> new java.io.ByteArrayInputStream(text);
    }

    private static LeakChecks.Settings settings(Map<String, String> given) {
        String threshold = given.get("threshold");
        String limit = given.get("limit");
        try {
            return new LeakChecks.Settings(
                    threshold == null ? LeakChecks.Settings.USUAL_THRESHOLD : Double.parseDouble(threshold),
                    limit == null ? LeakChecks.Settings.USUALLY_LISTED : Integer.parseInt(limit));
        } catch (NumberFormatException e) {
            boolean ofThreshold = threshold != null && !threshold.matches("[0-9.]+");
            String name = ofThreshold ? "threshold" : "limit";
            throw Refusal.badRequest(
                    "%s is '%s', expected a number".formatted(name, given.get(name)), name, "invalid_value");
        }
    }

    private static ObjectNode answer(LeakChecks.Outcome outcome) {
        LeakReport report = outcome.report();
        LOG.infof(
                "Leak check done texts=%d crossings=%d",
                report.sides().stream().mapToLong(LeakReport.Side::texts).sum(), report.total());
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("object", "leak_check")
                .put("leaks", report.total() > 0)
                .put("threshold", report.threshold());
        answer.set("sides", JSON.valueToTree(report.sides()));
        answer.set("crossings", JSON.valueToTree(report.crossings()));
        answer.put("total", report.total());
        for (LeakReport.Pair pair : report.pairs()) {
            ObjectNode listed = answer.withArray("pairs")
                    .addObject()
                    .put("kind", pair.kind().name().toLowerCase(Locale.ROOT))
                    .put("similarity", pair.similarity());
            listed.set("one", JSON.valueToTree(pair.one()));
            listed.set("other", JSON.valueToTree(pair.other()));
        }
        answer.withArray("pairs");
        answer.put("listed", report.pairs().size());
        outcome.unread().forEach((side, unread) -> {
            if (unread.total() > 0) {
                answer.withObject("/unread").set(side, JSON.valueToTree(unread));
            }
        });
        return answer;
    }
}
