package io.parlance.trainer;

import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.Embedding;
import io.parlance.contracts.Event;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenIds;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Turn;
import io.parlance.model.text.ChatFormat;
import io.parlance.model.text.ChatMessage;
import io.parlance.model.text.TokenSequence;
import io.parlance.trainer.journal.Entry;
import io.parlance.trainer.journal.EventFormat;
import io.parlance.trainer.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Plays the preprocess service: examples as it would prepare them. */
final class PreparedExamples {
    private final ChatFormat format;

    PreparedExamples(ChatFormat format) {
        this.format = format;
    }

    /** Of every ten examples one is for validation and one for the test. */
    void produce(String bootstrapServers, String dataset, int number) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            ExamplePrepared example = example(dataset, i, format.tokenizer().sha256());
            entries.add(EventFormat.entry(example, "prepared-" + example.conversationId(), Instant.EPOCH));
        }
        write(bootstrapServers, entries);
    }

    /** One that was prepared for another base model, and one that is no example at all. */
    void produceUnusable(String bootstrapServers, String dataset) {
        ExamplePrepared other = example(dataset, 0, "ee".repeat(32));
        Entry entry = EventFormat.entry(other, "other-" + dataset, Instant.EPOCH);
        CloudEvent envelope = CloudEvent.of(other, "broken-" + dataset, "/test", Instant.EPOCH);
        write(
                bootstrapServers,
                List.of(entry, new Entry(entry.topic(), "broken", new byte[] {'{'}, envelope.headers())));
    }

    /** Plays another service. */
    void tell(String bootstrapServers, Event event) {
        write(bootstrapServers, List.of(EventFormat.entry(event, "told-" + System.nanoTime(), Instant.EPOCH)));
    }

    private static void write(String bootstrapServers, List<Entry> entries) {
        try (Journal journal = new Journal(bootstrapServers, "played-preprocess-" + System.nanoTime())) {
            journal.write(entries, Duration.ofSeconds(20));
        }
    }

    private ExamplePrepared example(String dataset, int i, String tokenizerSha256) {
        List<Turn> turns = List.of(
                new Turn("user", "How bright is lamp " + i + "?"),
                new Turn("assistant", "The lamp " + i + " gives a warm light."));
        TokenSequence sequence = format.example(turns.stream()
                .map(turn -> new ChatMessage(turn.role(), turn.content()))
                .toList());
        Split split = i % 10 == 8 ? Split.VALIDATION : i % 10 == 9 ? Split.TEST : Split.TRAIN;
        return new ExamplePrepared(
                dataset + "-" + i,
                dataset,
                split,
                turns,
                new TokenIds(sequence.ids().toArray()),
                spans(sequence.trained()),
                new Embedding(1f),
                "tiny",
                tokenizerSha256,
                format.templateSha256(),
                "dd".repeat(32));
    }

    private static List<TokenSpan> spans(BitSet trained) {
        List<TokenSpan> spans = new ArrayList<>();
        for (int from = trained.nextSetBit(0); from >= 0; from = trained.nextSetBit(trained.nextClearBit(from))) {
            spans.add(new TokenSpan(from, trained.nextClearBit(from)));
        }
        return spans;
    }
}
