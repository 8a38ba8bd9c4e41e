package io.parlance.model.text;

import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.text.jinja.JinjaTemplate;
import io.parlance.model.text.jinja.TemplateFunction;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Opens chat formats: a base model's chat template joined with its tokenizer. */
public final class ChatFormats {
    private ChatFormats() {}

    /**
     * A chat format whose renderings depend on the conversation alone: a template that asks for today's date
     * ({@code strftime_now}) is told that there is no such function, and either has a date of its own or fails.
     *
     * @param templateSource the Jinja text: {@code chat_template.jinja}, {@code chat_template} in
     *     {@code tokenizer_config.json} or {@code tokenizer.chat_template} in a GGUF
     * @param bosToken the text behind {@code bos_token}; null when the model has none
     * @param eosToken the text behind {@code eos_token}; null when the model has none
     * @param endOfTurnIds the model's {@code eos_token_id}, one or several
     * @throws ChatTemplateException when the template uses what this build does not know, with its line
     * @throws ModelFormatException when the tokenizer lacks one of these tokens
     */
    public static ChatFormat of(
            String templateSource,
            Tokenizer tokenizer,
            String bosToken,
            String eosToken,
            Collection<Integer> endOfTurnIds) {
        return of(templateSource, tokenizer, bosToken, eosToken, endOfTurnIds, Map.of());
    }

    /** The same, but the template may ask this clock for the date. */
    public static ChatFormat of(
            String templateSource,
            Tokenizer tokenizer,
            String bosToken,
            String eosToken,
            Collection<Integer> endOfTurnIds,
            Clock clock) {
        TemplateFunction now = new TemplateDate(clock);
        return of(templateSource, tokenizer, bosToken, eosToken, endOfTurnIds, Map.of("strftime_now", now));
    }

    private static ChatFormat of(
            String templateSource,
            Tokenizer tokenizer,
            String bosToken,
            String eosToken,
            Collection<Integer> endOfTurnIds,
            Map<String, TemplateFunction> functions) {
        Map<String, Object> variables = new HashMap<>(functions);
        // Hugging Face hands these two over even when there are none.
        variables.put("tools", null);
        variables.put("documents", null);
        TreeSet<Integer> endOfTurn = new TreeSet<>(endOfTurnIds);
        if (bosToken != null) {
            requireId(tokenizer, "bos_token", bosToken);
            variables.put("bos_token", bosToken);
        }
        if (eosToken != null) {
            endOfTurn.add(requireId(tokenizer, "eos_token", eosToken));
            variables.put("eos_token", eosToken);
        }
        for (String token : tokenizer.specialTokens()) {
            if (token.length() < 2) {
                throw new ModelFormatException(
                        "tokenizer: '%s' is a special token of a single character, which no message could be kept from writing. Mark it as not special, or take another base model."
                                .formatted(token));
            }
        }
        return new TemplateChatFormat(
                new ChatTemplate(templateSource, JinjaTemplate.parse(templateSource), variables),
                tokenizer,
                TokenIds.of(endOfTurn.stream().mapToInt(Integer::intValue).toArray()));
    }

    private static int requireId(Tokenizer tokenizer, String name, String token) {
        return tokenizer
                .id(token)
                .orElseThrow(() -> new ModelFormatException(
                        "tokenizer_config.json: %s is '%s', which the tokenizer does not have. The files do not belong together; fetch the model again."
                                .formatted(name, token)));
    }
}
