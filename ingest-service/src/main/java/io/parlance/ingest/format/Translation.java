package io.parlance.ingest.format;

import java.util.Map;

/** Puts the fields of one format into the chat shape. */
interface Translation {
    ReadRecord.Content translate(Map<?, ?> record);

    /** OpenAI's own shape needs none. */
    static Translation of(Format format) {
        return switch (format) {
            case SHAREGPT -> new ShareGpt();
            case ALPACA -> new Alpaca();
            case PROMPT_COMPLETION -> new PromptCompletion();
            case PREFERENCE -> new Preference();
            case OPENAI_CHAT, CSV, TSV, PARQUET, TEXT, HTML -> record -> new ReadRecord.Chat(record, FieldNames.SAME);
        };
    }
}
