package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * An answer was served that its asker wants to be kept ({@code store: true}). Told once the answer is whole; the record's
 * timestamp is {@code createdMillis}, which is also in the id, so the record can be found by its id alone.
 *
 * @param id the completion's: {@code chatcmpl-} and 32 hex digits, the first 12 of them the milliseconds
 * @param createdMillis since 1970, when the request began to be answered
 * @param messages what was asked
 * @param tools definitions of the functions that could be called
 * @param choices the answers; those without text are left out
 * @param user the asker's own name for who asked, or null
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CompletionServed(
        String id,
        String model,
        long createdMillis,
        List<Turn> messages,
        List<Map<String, Object>> tools,
        List<Choice> choices,
        String user)
        implements Event {
    public CompletionServed {
        Check.text("CompletionServed", "id", id);
        Check.text("CompletionServed", "model", model);
        Check.atLeast("CompletionServed", "createdMillis", createdMillis, 0);
        messages = List.copyOf(Check.present("CompletionServed", "messages", messages));
        Check.atLeast("CompletionServed", "messages", messages.size(), 1);
        tools = tools == null ? List.of() : List.copyOf(tools);
        choices = List.copyOf(Check.present("CompletionServed", "choices", choices));
        Check.atLeast("CompletionServed", "choices", choices.size(), 1);
    }

    /** One answer. @param index as the client saw it @param finishReason stop or length */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Choice(int index, Turn message, String finishReason) {
        public Choice {
            Check.atLeast("CompletionServed.Choice", "index", index, 0);
            Check.present("CompletionServed.Choice", "message", message);
            Check.text("CompletionServed.Choice", "finishReason", finishReason);
        }
    }

    @Override
    public String topic() {
        return Topics.COMPLETIONS_SERVED;
    }

    @Override
    public String key() {
        return id;
    }
}
