package io.parlance.preprocess.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.ConversationRejected;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.preprocess.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmittedRecordsTest {
    private static final String CONVERSATION =
            "{\"id\":\"c1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Hello\"}]}";
    private static final String STRUCTURED = "application/cloudevents+json; charset=UTF-8";

    private final SubmittedRecords records = new SubmittedRecords();

    @Test
    void acceptsABareConversation() {
        // When
        SubmittedRecord record = read(CONVERSATION, null);
        // Then
        assertThat(accepted(record).id()).isEqualTo("c1");
        assertThat(accepted(record).dataset()).isEqualTo("live");
    }

    @Test
    void acceptsAConversationBehindAByteOrderMark() {
        // When
        SubmittedRecord record = read("\uFEFF" + CONVERSATION, "application/json");
        // Then
        assertThat(accepted(record).id()).isEqualTo("c1");
    }

    @Test
    void unwrapsACloudEventInStructuredMode() {
        // Given
        String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/x\",\"type\":\"t\",\"data\":%s}"
                .formatted(CONVERSATION);
        // When
        SubmittedRecord record = read(event, STRUCTURED);
        // Then
        assertThat(accepted(record).id()).isEqualTo("c1");
    }

    @Test
    void unwrapsACloudEventWithItsDataInBase64() {
        // Given
        String data = Base64.getEncoder().encodeToString(CONVERSATION.getBytes(StandardCharsets.UTF_8));
        String event =
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/x\",\"type\":\"t\",\"datacontenttype\":\"application/json\",\"data_base64\":\"%s\"}"
                        .formatted(data);
        // When
        SubmittedRecord record = read(event, STRUCTURED);
        // Then
        assertThat(accepted(record).id()).isEqualTo("c1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                                        |             | expected a CloudEvent
            {"id":"1","source":"/x","type":"t","data":{}}             | specversion | 1.0
            {"specversion":"1.0","source":"/x","type":"t","data":{}}  | id          | is missing
            {"specversion":"1.0","id":"1","source":"/x","type":"t"}   | data        | is missing
            {"specversion":"1.0","id":"1","source":"/x","type":"t","data_base64":"%"} | data_base64 | no base64
            {"specversion":"1.0","id":"1","source":"/x","type":"t","datacontenttype":"text/xml","data":"<a/>"} | datacontenttype | application/json
            {"specversion":"1.0","id":"1","source":"/x","type":"t","data":{}} | messages | is missing
            """)
    void namesWhatIsWrongWithAStructuredCloudEvent(String json, String field, String rule) {
        // When
        SubmittedRecord record = read(json, STRUCTURED);
        // Then
        assertThat(rejected(record).violations()).anySatisfy(v -> {
            assertThat(v.field()).isEqualTo(field == null ? "" : field);
            assertThat(v.rule()).contains(rule);
        });
    }

    @Test
    void rejectsABatchOfCloudEvents() {
        // When
        SubmittedRecord record = read("[]", "application/cloudevents-batch+json");
        // Then
        assertThat(rejected(record).violations().getFirst().rule()).contains("one event per record");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, quoteCharacter = '~', textBlock = """
            {"messages":[                            | line 1, column
            not json                                 | Unrecognized token
            {"id":"a","id":"b","messages":[]}        | Duplicate
            {"\\ud800":1,"\\ud800":2}                | Duplicate
            {"messages":[]} {}                       | Trailing token
            {"messages":NaN}                         | no JSON
            ~~                                       | is empty
            """)
    void rejectsWhatIsNoJson(String value, String rule) {
        // When
        SubmittedRecord record = read(value == null ? "" : value, null);
        // Then
        assertThat(rejected(record).violations().getFirst().rule()).contains(rule);
    }

    @Test
    void namesTheByteThatIsNoUtf8() {
        // Given
        byte[] value = "{\"id\":\"caf\u00E9\"}".getBytes(StandardCharsets.ISO_8859_1);
        // When
        SubmittedRecord record = records.read(value, null, "kafka:t-0@1");
        // Then
        assertThat(rejected(record).violations().getFirst().rule()).contains("byte 10 is no UTF-8");
    }

    @Test
    void rejectsATruncatedUtf8Sequence() {
        // Given
        byte[] value = {'"', (byte) 0xE2, (byte) 0x82};
        // When
        SubmittedRecord record = records.read(value, null, "kafka:t-0@1");
        // Then
        assertThat(rejected(record).violations().getFirst().rule()).contains("is no UTF-8");
    }

    @Test
    void rejectsNestingWithoutEnd() {
        // When
        SubmittedRecord record = read("[".repeat(200_000), null);
        // Then
        assertThat(rejected(record).violations().getFirst().rule()).contains("no JSON this service reads");
    }

    @Test
    void saysWhereItCameFromAndMakesTheSameIdAgain() {
        // When
        ConversationRejected first = rejected(read("{}", null));
        ConversationRejected again = rejected(read("{}", null));
        // Then
        assertThat(again).isEqualTo(first);
        assertThat(first.origin()).isEqualTo("kafka:t-0@1");
        assertThat(first.payloadBytes()).isEqualTo(2);
        assertThat(first.payloadSha256()).isEqualTo(Sha256.of("{}").hex());
        assertThat(rejected(records.read(new byte[] {'{', '}'}, null, "kafka:t-0@2"))
                        .rejectionId())
                .isNotEqualTo(first.rejectionId());
    }

    @Test
    void keepsTheIdOfAConversationThatBreaksTheRules() {
        // When
        SubmittedRecord record = read("{\"id\":\"c7\",\"messages\":[],\"x\":1}", null);
        // Then
        assertThat(rejected(record).conversationId()).isEqualTo("c7");
        assertThat(rejected(record).totalViolations()).isEqualTo(2);
    }

    @Test
    void seesATombstone() {
        // When
        SubmittedRecord record = records.read(null, null, "kafka:t-0@1");
        // Then
        assertThat(record).isInstanceOf(SubmittedRecord.Tombstone.class);
    }

    private SubmittedRecord read(String value, String contentType) {
        return records.read(value.getBytes(StandardCharsets.UTF_8), contentType, "kafka:t-0@1");
    }

    @ParameterizedTest
    @CsvSource({"file-7,file-7", "'../etc',", "'',"})
    void namesTheDatasetThatARefusedRecordWasMeantFor(String named, String dataset) {
        // When
        SubmittedRecord record = read("{\"dataset\":\"%s\"}".formatted(named), null);
        // Then
        assertThat(rejected(record).dataset()).isEqualTo(dataset);
    }

    @Test
    void countsARefusedRecordThatNamesNoDatasetAsLive() {
        assertThat(rejected(read("{}", null)).dataset()).isEqualTo("live");
        assertThat(rejected(read("no json", null)).dataset()).isNull();
    }

    private static ConversationSubmitted accepted(SubmittedRecord record) {
        assertThat(record).isInstanceOf(SubmittedRecord.Accepted.class);
        return ((SubmittedRecord.Accepted) record).conversation();
    }

    private static ConversationRejected rejected(SubmittedRecord record) {
        assertThat(record).isInstanceOf(SubmittedRecord.Rejected.class);
        return ((SubmittedRecord.Rejected) record).event();
    }
}
