package io.parlance.local.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class PicturesTest {
    @Test
    void drawsTheFlowOfADatasetWithReasonsAndExamples() throws JsonProcessingException {
        // Given
        JsonNode dataset = json("""
                {"object":"dataset","name":"live",
                 "balance":{"in":1000,"prepared":750,"dropped":200,"rejected":50,"in_progress":0,"balanced":true},
                 "splits":{"train":600,"validation":75,"test":75},
                 "dropped":[{"reason":"exact_duplicate","conversations":200,"example":"c-7"}],
                 "rejected":[{"origin":"http","conversations":50}],
                 "sources":[{"kind":"http","conversations":950}],"places":[],
                 "examples":{"total":750,"further_parts":0,"tokens":12345,"trained_tokens":6000},
                 "lengths":[{"from_tokens":32,"to_tokens":63,"examples":750}],
                 "languages":[{"language":"en","conversations":750}],
                 "strata":[{"stratum":"stock","conversations":200,"train":160,"validation":20,"test":20}],
                 "changes":[{"operation":"strip-html@1","conversations":12,"turns":15}]}""");
        // When
        List<String> lines = DatasetPicture.of(dataset);
        // Then
        assertThat(lines.getFirst()).isEqualTo("dataset live: balanced, in = prepared + dropped + rejected");
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains("prepared", "750", "[##################------]  75.0 %"));
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("exact_duplicate", "200", "such as c-7"));
        assertThat(lines).contains("lengths: 750 examples, 12 345 tokens, 6 000 of them trained");
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("stock", "80.0 %", "10.0 %"));
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("strip-html@1", "12", "15"));
        assertThat(lines).noneSatisfy(line -> assertThat(line).endsWith(" "));
    }

    @Test
    void saysHowManyConversationsAreErased() throws JsonProcessingException {
        // When
        List<String> lines = DatasetPicture.of(json("""
                {"name":"live","balance":{"in":4,"prepared":3,"dropped":0,"rejected":0,"erased":1,"in_progress":0,"balanced":true}}"""));
        // Then
        assertThat(lines.getFirst()).isEqualTo("dataset live: balanced, in = prepared + dropped + rejected + erased");
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("erased", "1", "25.0 %"));
    }

    @Test
    void listsSeveralDatasetsWithTheirBalance() throws JsonProcessingException {
        // When
        List<String> lines = DatasetPicture.ofAll(json("""
                {"data":[{"name":"file-1","balance":{"in":3,"prepared":1,"dropped":1,"rejected":0,"in_progress":1,"balanced":false}}]}"""));
        // Then
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).startsWith("file-1").endsWith("open");
    }

    @Test
    void tellsWhyAConversationWasDropped() throws JsonProcessingException {
        // When
        List<String> lines = ConversationPicture.of(json("""
                {"id":"c-3","dataset":"live","status":"dropped","accepted_at":"2026-11-23T10:00:00Z",
                 "source":{"kind":"file","place":"file-1","line":7,"format":"alpaca"},"position":"conversations.submitted.v1-0@17",
                 "reason":"near_duplicate","detail":"0.82 of its shingles","twin":{"id":"c-1","similarity":0.82},
                 "changes":[{"operation":"strip-html@1","turns":1}],"children":[],
                 "events":[{"topic":"examples.dropped.v1","partition":0,"offset":4,"time":"2026-11-23T10:00:01Z","id":"x","reason":"near_duplicate"}],
                 "events_total":1}"""));
        // Then
        assertThat(lines.getFirst()).isEqualTo("conversation c-3 of dataset live: dropped, near_duplicate");
        assertThat(lines)
                .contains("  from        file file-1, line 7, as alpaca")
                .contains("  twin        c-1, similarity 0.820")
                .contains("  changed by  strip-html@1 (1 turn)")
                .contains("2026-11-23T10:00:01Z  examples.dropped.v1-0@4  near_duplicate");
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
