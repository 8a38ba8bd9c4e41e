package io.parlance.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.CheckedConversation;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Turn;
import io.parlance.contracts.Violation;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFormatsTest {

    @Test
    void readsShareGptByAllItsNamesForSpeakers() throws IOException {
        ConversationSubmitted c = only(
                "{'id':7,'system':'Be brief.','conversations':[{'from':'human','value':'Hi'},{'from':'gpt','value':'Hello'},{'from':'user','value':'Bye'},{'from':'chatgpt','value':'See you','weight':0}]}");
        assertThat(c.messages())
                .extracting(t -> t.role() + ": " + t.content())
                .containsExactly(
                        "system: Be brief.", "user: Hi", "assistant: Hello", "user: Bye", "assistant: See you");
        assertThat(c.id()).isEqualTo("7");
        assertThat(c.messages().getLast().trained()).isFalse();
    }

    @Test
    void givesShareGptCallsAndResultsTheIdsTheyLack() throws IOException {
        ConversationSubmitted c = only(
                "{'tools':'[{\\'name\\':\\'brew\\',\\'parameters\\':{}}]','conversations':[{'from':'human','value':'Coffee'},{'from':'function_call','value':'{\\'name\\':\\'brew\\',\\'arguments\\':{\\'cups\\':2}}'},{'from':'observation','value':'done'},{'from':'gpt','value':'Here'}]}");
        Turn call = c.messages().get(1);
        assertThat(call.toolCalls()).hasSize(1);
        assertThat(call.toolCalls().getFirst().function().arguments()).isEqualTo("{\"cups\":2}");
        assertThat(c.messages().get(2).toolCallId())
                .isEqualTo(call.toolCalls().getFirst().id());
        assertThat(c.tools()).hasSize(1);
    }

    @Test
    void joinsAlpacasInstructionAndInputWithABlankLine() throws IOException {
        ConversationSubmitted c = only(
                "{'instruction':'Translate.','input':'bonjour','output':'hello','system':'','history':[['a','b']]}");
        assertThat(c.messages())
                .containsExactly(
                        new Turn("user", "a"),
                        new Turn("assistant", "b"),
                        new Turn("user", "Translate.\n\nbonjour"),
                        new Turn("assistant", "hello"));
    }

    @Test
    void tellsOfUnknownFieldsAndOfAllElseAtOnce() throws IOException {
        // Given
        String line = "{\"prompt\":\"a\",\"completion\":\"\",\"label\":7,\"mood\":1,\"dataset\":\"shop\"}\n";
        Reading told = new Reading(
                null, "application/x-ndjson", null, Set.of("mood"), Columns.BY_NAME, "house", null, 1 << 20, 1 << 20);
        // When
        ReadRecord unknown = Records.read("application/x-ndjson", line).getFirst();
        ReadRecord elsewhere =
                Records.all(RecordReader.open(Records.stream(line), told)).getFirst();
        // Then
        assertThat(Records.refused(unknown).violations())
                .extracting(Violation::field)
                .containsExactly("mood", "completion", "label");
        assertThat(Records.refused(elsewhere).violations())
                .extracting(Violation::field)
                .containsExactly("dataset", "completion", "label");
        assertThat(Records.refused(elsewhere).total()).isEqualTo(3);
    }

    @Test
    void readsPromptAndCompletionAsTextsOrTurns() throws IOException {
        assertThat(only("{'prompt':'Hi','completion':'Hello'}").messages())
                .containsExactly(new Turn("user", "Hi"), new Turn("assistant", "Hello"));
        List<Turn> turns =
                only("{'prompt':[{'role':'user','content':'a'},{'role':'assistant','content':'b'},{'role':'user','content':'c'}],'completion':[{'role':'assistant','content':'d'}]}")
                        .messages();
        assertThat(turns).extracting(Turn::content).containsExactly("a", "b", "c", "d");
        assertThat(turns).extracting(Turn::trained).containsExactly(false, false, false, true);
    }

    @Test
    void readsPreferencePairsInAllTheirShapes() throws IOException {
        String answers =
                "'chosen':[{'role':'assistant','content':'good'}],'rejected':[{'role':'assistant','content':'bad'}]";
        for (String record : List.of(
                "{'prompt':'Hi','chosen':'good','rejected':'bad'}",
                "{'prompt':'Hi'," + answers + "}",
                "{'prompt':[{'role':'user','content':'Hi'}]," + answers + "}",
                "{'chosen':[{'role':'user','content':'Hi'},{'role':'assistant','content':'good'}],'rejected':[{'role':'user','content':'Hi'},{'role':'assistant','content':'bad'}]}",
                "{'prompt':[{'role':'user','content':'Hi'}],'chosen':[{'role':'user','content':'Hi'},{'role':'assistant','content':'good'}],'rejected':[{'role':'user','content':'Hi'},{'role':'assistant','content':'bad'}]}",
                "{'prompt':'Hi','chosen':[{'role':'user','content':'Hi'},{'role':'assistant','content':'good'}],'rejected':[{'role':'user','content':'Hi'},{'role':'assistant','content':'bad'}]}",
                "{'input':{'messages':[{'role':'user','content':'Hi'}],'tools':[],'parallel_tool_calls':true},'preferred_output':[{'role':'assistant','content':'good'}],'non_preferred_output':[{'role':'assistant','content':'bad'}]}")) {
            ConversationSubmitted c = only(record);
            assertThat(c.messages()).containsExactly(new Turn("user", "Hi"), new Turn("assistant", "good"));
            assertThat(c.nonPreferred()).containsExactly(new Turn("assistant", "bad"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'conversations':[{'from':'alien','value':'x'}]} | conversations[0].from | is 'alien', expected one of",
                "{'conversations':[{'from':'human','value':'x'},{'from':'gpt','value':''}]} | conversations[1].value | is empty",
                "{'conversations':[{'from':'tool','value':'x'}]} | conversations[0].from | no function_call before it",
                "{'conversations':[{'from':'human','value':'x','mood':1}]} | conversations[0].mood | is no field",
                "{'conversations':[{'from':'human','value':'x'}]} | conversations | nothing to learn from",
                "{'instruction':'a','output':' '} | output | only white space",
                "{'instruction':'a','output':'b','text':'c'} | text | is no field of an Alpaca record",
                "{'instruction':'a','output':'b','history':[['x']]} | history[0] | expected a pair",
                "{'prompt':'a'} | completion | is missing",
                "{'prompt':[{'role':'robot','content':'x'}],'completion':'y'} | prompt[0].role | is 'robot'",
                "{'prompt':'a','chosen':'b','rejected':'b'} | rejected | the same as chosen",
                "{'prompt':'a','chosen':'b','rejected':''} | rejected | is empty",
                "{'input':{'messages':[]},'preferred_output':[],'non_preferred_output':[]} | input.messages | expected a list",
                "{'messages':[{'role':'user','content':'x'}],'mood':1} | mood | is no field of a conversation",
                "{'instruction':'a','output':'b','metadata':{'k':1}} | metadata.k | expected text",
            })
    void namesTheFieldAsItsWriterCalledIt(String record, String field, String rule) throws IOException {
        Violation violation = Records.refused(Records.read("application/x-ndjson", record.replace('\'', '"'))
                        .getFirst())
                .violations()
                .getFirst();
        assertThat(violation.field()).isEqualTo(field);
        assertThat(violation.rule()).contains(rule);
    }

    @Test
    void refusesALineOfAnotherFormatNamingBoth() throws IOException {
        // When
        List<ReadRecord> records = Records.read("application/x-ndjson", """
                {"instruction":"a","output":"b"}

                {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}
                {"instruction":"c","output":"d"}
                """);
        // Then
        assertThat(Records.refused(records.get(1)).violations().getFirst().rule())
                .isEqualTo("line 1 is alpaca (instruction), line 3 is openai_chat (messages): one format per file");
        assertThat(records.get(2).judged()).isInstanceOf(CheckedConversation.Accepted.class);
        assertThat(records).extracting(ReadRecord::line).containsExactly(1L, 3L, 4L);
    }

    @Test
    void readsTheElementsOfOneArrayAndNamesTheirLines() throws IOException {
        // When
        List<ReadRecord> records = Records.read("application/json", """
                [
                  {"prompt": "a ] } , \\" [", "completion": "b"},
                  {"prompt": "c",
                   "completion": ""}, {"prompt": "e", "completion": "f"},
                ] x""");
        // Then
        assertThat(records).extracting(ReadRecord::line).containsExactly(2L, 3L, 4L, 5L, 5L);
        assertThat(records.get(0).judged()).isInstanceOf(CheckedConversation.Accepted.class);
        assertThat(Records.refused(records.get(1)).violations().getFirst().field())
                .isEqualTo("completion");
        assertThat(records.get(2).judged()).isInstanceOf(CheckedConversation.Accepted.class);
        assertThat(Records.refused(records.get(3)).violations().getFirst().rule())
                .contains("comma with nothing");
        assertThat(Records.refused(records.get(4)).violations().getFirst().rule())
                .contains("behind the array's ]");
    }

    @Test
    void judgesEachLineWhereTheClientSaysLines() throws IOException {
        // When
        List<ReadRecord> records =
                Records.read("application/x-ndjson", "[1\n{\"prompt\":\"a\",\"completion\":\"b\"}\n[{}]\n");
        // Then
        assertThat(records).extracting(ReadRecord::line).containsExactly(1L, 2L, 3L);
        assertThat(records.get(1).judged()).isInstanceOf(CheckedConversation.Accepted.class);
        Records.refused(records.get(0));
        Records.refused(records.get(2));
    }

    @Test
    void tellsAnArrayThatIsCutShort() throws IOException {
        List<ReadRecord> records = Records.read("application/json", "[{\"prompt\":\"a\",\"completion\":\"b\"},{\"pro");
        assertThat(records).hasSize(2);
        assertThat(Records.refused(records.get(1)).violations().getFirst().rule())
                .contains("is cut short");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.json | {\"prompt\":\"a\",%n\"completion\":\"b\"} | 1",
                "data.json | {\"prompt\":\"a\",\"completion\":\"b\"}%n{\"prompt\":\"a\",\"completion\":\"b\"} | 2",
                "data.jsonl | {\"prompt\":\"a\",\"completion\":\"b\"} | 1",
                "data.ndjson | [{\"prompt\":\"a\",\"completion\":\"b\"}] | 1",
                "data.json | [] | 0",
            })
    void takesAJsonFileForWhatItHolds(String name, String text, int good) throws IOException {
        FormatCheck check = FormatCheck.of(
                RecordReader.open(Records.stream(text.formatted()), Reading.ofFile(name, null, 1 << 20)), 10);
        assertThat(check.findings()).isEmpty();
        assertThat(check.good()).isEqualTo(good);
    }

    @Test
    void collectsAllErrorsOfAFileAndTheMixture() throws IOException {
        // Given
        String file = "{\"prompt\":\"a\",\"completion\":\"b\"}\n{\"prompt\":1}\nnot json\n{\"messages\":[]}\n";
        // When
        FormatCheck check = FormatCheck.of(
                RecordReader.open(Records.stream(file), Reading.ofFile("x.jsonl", "file-1", 1 << 20)), 3);
        // Then
        assertThat(check.format()).isEqualTo(Format.PROMPT_COMPLETION);
        assertThat(check.records()).isEqualTo(4);
        assertThat(check.good()).isEqualTo(1);
        assertThat(check.totalFindings()).isEqualTo(4);
        assertThat(check.findings()).extracting(FormatCheck.Finding::line).containsExactly(2L, 2L, 3L);
        assertThat(check.mixture()).contains("line 1 is prompt_completion").contains("line 4 is openai_chat");
    }

    @Test
    void givesRecordsTheDatasetOfTheirSourceAndRefusesAnother() throws IOException {
        // Given
        Reading reading = Reading.ofFile("x.jsonl", "file-1", 1 << 20);
        String file =
                "{\"prompt\":\"a\",\"completion\":\"b\"}\n{\"prompt\":\"a\",\"completion\":\"b\",\"dataset\":\"other\"}\n";
        // When
        List<ReadRecord> records = Records.all(RecordReader.open(Records.stream(file), reading));
        // Then
        assertThat(Records.accepted(records.get(0)).dataset()).isEqualTo("file-1");
        assertThat(Records.refused(records.get(1)).violations().getFirst().rule())
                .startsWith("is 'other', but dataset 'file-1' was given");
    }

    private static ConversationSubmitted only(String record) throws IOException {
        List<ReadRecord> records = Records.read(
                "application/x-ndjson", record.replace("\\'", "\\\"").replace('\'', '"'));
        assertThat(records).hasSize(1);
        return Records.accepted(records.getFirst());
    }
}
