package io.parlance.evaluator.announcement;

import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.TokenSpan;
import io.parlance.evaluator.evaluation.Candidacy;
import io.parlance.evaluator.evaluation.TestExample;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.TokenSequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/** Sorts the records of a run's window into what its model is tested on, and what not. */
final class WindowTests {
    private static final Logger LOG = Logger.getLogger(WindowTests.class);

    private final ModelTrained trained;
    private final Digests digests;
    private final EventJson json;
    private static final Pattern FORMER_PLACE = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

    private final Set<String> seen = new HashSet<>();
    private final List<TestExample> tests = new ArrayList<>();
    private long train;
    private long otherFormat;
    private long unreadable;

    WindowTests(ModelTrained trained, Digests digests, EventJson json) {
        this.trained = trained;
        this.digests = digests;
        this.json = json;
    }

    /** Of what examples are made that the model's base understands. */
    record Digests(String tokenizer, String template) {
        private boolean match(ExamplePrepared example) {
            return tokenizer.equals(example.tokenizerSha256()) && template.equals(example.templateSha256());
        }
    }

    /** A record without value is what an erasure leaves behind; one told twice counts once. */
    void add(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null || isRepeated(record)) {
            return;
        }
        ExamplePrepared example;
        try {
            example = json.read(record.value(), ExamplePrepared.class);
        } catch (IllegalArgumentException malformed) {
            LOG.warnf(
                    "example cannot be read, it is passed over topic=%s partition=%d offset=%d reason=%s",
                    record.topic(), record.partition(), record.offset(), malformed.getMessage());
            unreadable++;
            return;
        }
        if (!example.dataset().equals(trained.window().dataset())) {
            return;
        }
        switch (example.split()) {
            case TEST -> {
                if (digests.match(example)) {
                    tests.add(testExample(example));
                } else {
                    otherFormat++;
                }
            }
            case TRAIN -> {
                if (digests.match(example)) {
                    train++;
                }
            }
            case VALIDATION -> {}
        }
    }

    /** A record behind the window: one of the window's, if an erasure of others wrote it again there. */
    void addKept(ConsumerRecord<String, byte[]> record) {
        Header kept = record.headers().lastHeader("parlance-kept");
        if (kept == null) {
            return;
        }
        Matcher former = FORMER_PLACE.matcher(text(kept));
        if (former.matches()
                && Integer.parseInt(former.group(1)) == record.partition()
                && trained.window().covers(record.partition(), Long.parseLong(former.group(2)))
                && seen.add(former.group())) {
            add(record);
        }
    }

    List<TestExample> tests() {
        return tests;
    }

    Candidacy.PassedOver passedOver() {
        long had = trained.trainExamples() + trained.leftOutExamples();
        return new Candidacy.PassedOver(otherFormat, unreadable, Math.max(0, had - train));
    }

    private boolean isRepeated(ConsumerRecord<String, byte[]> record) {
        Header id = record.headers().lastHeader("ce_id");
        Header source = record.headers().lastHeader("ce_source");
        return id != null && !seen.add(text(id) + "\n" + (source == null ? "" : text(source)));
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static TestExample testExample(ExamplePrepared example) {
        BitSet supervised = new BitSet();
        List<TestExample.Answer> answers = new ArrayList<>();
        for (TokenSpan span : example.trained()) {
            supervised.set(span.from(), span.to());
            answers.add(new TestExample.Answer(span.from(), span.to()));
        }
        TokenIds ids = TokenIds.of(example.tokens().toArray());
        return new TestExample(example.conversationId(), new TokenSequence(ids, supervised), answers);
    }
}
