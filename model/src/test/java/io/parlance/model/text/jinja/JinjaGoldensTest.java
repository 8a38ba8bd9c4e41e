package io.parlance.model.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.model.text.ChatTemplateException;
import io.parlance.model.text.TemplateDates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What Python's Jinja2 makes of the same templates; see make_goldens.py beside them. */
class JinjaGoldensTest {
    private static final String FOLDER = "/chat-templates/";

    @TestFactory
    Stream<DynamicTest> rendersWholeChatTemplatesAsJinja2Does() throws IOException {
        return goldens("renderings").map(golden -> {
            String template = golden.path("template").asText();
            String source = text(template);
            return DynamicTest.dynamicTest(
                    template + " " + golden.path("variables").path("messages"), () -> check(source, golden));
        });
    }

    @TestFactory
    Stream<DynamicTest> rendersEachConstructAsJinja2Does() throws IOException {
        return goldens("snippets")
                .map(golden -> DynamicTest.dynamicTest(
                        "'" + golden.path("source").asText() + "'",
                        () -> check(golden.path("source").asText(), golden)));
    }

    private static void check(String source, JsonNode golden) {
        // Given
        Map<String, Object> variables = new HashMap<>();
        golden.path("variables").properties().forEach(entry -> variables.put(entry.getKey(), value(entry.getValue())));
        variables.put(
                "strftime_now", TemplateDates.at(Clock.fixed(Instant.parse("2026-11-03T09:05:07Z"), ZoneOffset.UTC)));

        // When, Then
        if (golden.has("text")) {
            assertThat(JinjaTemplate.parse(source).render(variables))
                    .isEqualTo(golden.path("text").asText());
        } else {
            assertThatThrownBy(() -> JinjaTemplate.parse(source).render(variables))
                    .isInstanceOf(ChatTemplateException.class)
                    .hasMessageMatching("(?s).*line \\d+.*");
        }
    }

    private static Stream<JsonNode> goldens(String section) throws IOException {
        JsonNode goldens = new ObjectMapper().readTree(text("goldens.json")).path(section);
        assertThat(goldens.size()).isGreaterThan(70);
        return StreamSupport.stream(goldens.spliterator(), false);
    }

    private static String text(String file) {
        try (InputStream in = JinjaGoldensTest.class.getResourceAsStream(FOLDER + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
    }

    private static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> node.asText();
            case BOOLEAN -> node.asBoolean();
            case NULL -> null;
            case NUMBER -> {
                if (node.isIntegralNumber()) {
                    yield node.asLong();
                }
                yield node.asDouble();
            }
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                node.forEach(item -> items.add(value(item)));
                yield items;
            }
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
                yield map;
            }
            default -> throw new IllegalArgumentException(node.toString());
        };
    }
}
