package io.parlance.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventsOnTheWireTest {
    private final ObjectMapper json = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static Stream<Event> everyEvent() {
        return EventSamples.all().stream();
    }

    @Test
    void hasASampleOfEveryKindOfEvent() {
        assertThat(EventSamples.all())
                .extracting(Object::getClass)
                .containsExactlyInAnyOrder(Event.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("everyEvent")
    void writesExactlyTheGoldenSample(Event event) throws IOException {
        assertThat(json.readTree(json.writeValueAsString(event))).isEqualTo(golden(event));
    }

    @ParameterizedTest
    @MethodSource("everyEvent")
    void readsTheGoldenSampleBackToTheSameEvent(Event event) throws IOException {
        assertThat(json.treeToValue(golden(event), event.getClass())).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("everyEvent")
    void ignoresFieldsThatALaterVersionAdds(Event event) throws IOException {
        ObjectNode later = golden(event);
        later.put("addedLater", "unknown today");
        assertThat(json.treeToValue(later, event.getClass())).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("everyEvent")
    void travelsOnATopicOfTheProductUnderAKey(Event event) {
        assertThat(Topics.all()).extracting(Topic::name).contains(event.topic());
        assertThat(event.key()).isNotBlank();
    }

    @Test
    void namesEachTopicOnce() {
        List<String> names = Topics.all().stream().map(Topic::name).toList();
        assertThat(names).doesNotHaveDuplicates();
    }

    static Stream<Event> everyEventInFull() {
        return EventSamples.inFull().stream();
    }

    @ParameterizedTest
    @MethodSource("everyEventInFull")
    void writesAndReadsWhatIsOptionalToo(Event event) throws IOException {
        ObjectNode golden = golden("/samples/" + event.topic() + ".full.json");
        assertThat(json.readTree(json.writeValueAsString(event))).isEqualTo(golden);
        assertThat(json.treeToValue(golden, event.getClass())).isEqualTo(event);
    }

    @Test
    void keepsDatasetsApartByTheirKeys() {
        assertThat(EventSamples.inFull())
                .extracting(Event::key)
                .containsExactly("file-2", "file-1/c-9", "r-2", "file-1/c-9", "live", "c-3");
    }

    private ObjectNode golden(Event event) throws IOException {
        return golden("/samples/" + event.topic() + ".json");
    }

    private ObjectNode golden(String name) throws IOException {
        try (InputStream in = getClass().getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return (ObjectNode) json.readTree(in);
        }
    }
}
