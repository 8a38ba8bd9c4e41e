package io.parlance.preprocess.ledger.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.Embedding;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenIds;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Traits;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.dataset.Examples;
import io.parlance.preprocess.ledger.Place;
import io.parlance.preprocess.ledger.RecordKind;
import io.parlance.preprocess.stream.EventJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class StoryTest {
    private static final String POSITION = "conversations.submitted.v1-0@7";

    @Test
    void tellsAllPartsOfALongConversationAsOne() {
        // Given
        List<PlacedRecord> records = List.of(part(2, 3, "more"), part(3, 3, "last"), part(1, 3, "first"));
        // When
        ObjectNode story = story(records).tell(true);
        // Then
        assertThat(story.path("parts_told").asInt()).isEqualTo(3);
        assertThat(story.path("tokens").path("total").asInt()).isEqualTo(12);
        assertThat(story.path("tokens").path("trained").asInt()).isEqualTo(6);
        assertThat(story.path("messages").findValuesAsText("content"))
                .containsExactly("Be kind.", "first?", "first", "more?", "more", "last?", "last");
    }

    @Test
    void tellsOfManyPartsTheFirstWhereverItLies() {
        // Given
        List<PlacedRecord> records = IntStream.rangeClosed(1, 60)
                .mapToObj(i -> part(61 - i, 60, "answer " + i))
                .toList();
        // When
        ObjectNode story = story(records).tell(false);
        // Then
        assertThat(story.path("status").asText()).isEqualTo("prepared");
        assertThat(story.path("events")).hasSize(50);
        assertThat(story.path("events_total").asInt()).isEqualTo(60);
    }

    private static Story story(List<PlacedRecord> records) {
        return new Story(
                new Conversations.Found(
                        "c", "live", records.stream().map(PlacedRecord::place).toList()),
                records);
    }

    private static PlacedRecord part(int part, int parts, String answer) {
        ExamplePrepared example = new ExamplePrepared(
                "c",
                "live",
                Split.TRAIN,
                List.of(new Turn("system", "Be kind."), new Turn("user", answer + "?"), new Turn("assistant", answer)),
                new TokenIds(1, 5, 6, 2),
                List.of(new TokenSpan(2, 4)),
                new Embedding(1, 0),
                "tiny",
                Examples.SHA,
                Examples.SHA,
                Examples.SHA,
                List.of(),
                null,
                new Traits(null, null, null, null, null, null, part, parts, List.of()));
        RecordHeaders headers = new RecordHeaders();
        String id = part == 1 ? POSITION : POSITION + "#" + part;
        headers.add("ce_id", id.getBytes(StandardCharsets.UTF_8));
        return new PlacedRecord(
                new Place("c", "live", RecordKind.PREPARED, 0, part, 1_000, null), EventJson.write(example), headers);
    }
}
