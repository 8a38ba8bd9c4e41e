package io.parlance.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.model.onnx.DecoderOptions;
import io.parlance.model.onnx.OnnxDecoder;
import io.parlance.model.onnx.ServedForm;
import io.parlance.model.text.ChatFormat;
import io.parlance.model.text.ChatMessage;
import io.parlance.model.text.TokenIds;
import io.parlance.model.text.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Holds a served form to the bar: perplexity within 1 % of fp32 and a mean KL divergence below 0.02 per token. Prints a
 * row for fp32 and one for the form; the exit code is 0 when the bar is held, 1 when it is not.
 */
public final class ServedFormQuality {
    private static final double KL_BAR = 0.02;
    private static final double PERPLEXITY_BAR = 0.01;
    private static final int CONTEXT = 2048;
    private static final String USAGE =
            "ServedFormQuality MODEL(folder or .gguf) TEXTS(JSONL of {\"messages\"} or {\"text\"}) [--form int8] [--limit 60] [--adapter FOLDER]";

    private ServedFormQuality() {}

    public static void main(String[] line) throws IOException {
        Arguments arguments = Arguments.parse(line, 2, Set.of("--form", "--limit", "--adapter"), USAGE);
        ServedForm form = arguments.option("--form").map(ServedForm::of).orElse(ServedForm.DEFAULT);
        ModelArgument model = ModelArgument.of(arguments);
        List<TokenSequence> texts = read(
                arguments.path(1),
                arguments.number("--limit", 60),
                model.model().chatFormat());
        boolean held;
        try (WorkFolder work = WorkFolder.create()) {
            DecoderOptions options = new DecoderOptions(
                    1,
                    Math.min(CONTEXT, model.model().config().maxPositions()),
                    Runtime.getRuntime().availableProcessors());
            try (OnnxDecoder fp32 = model.open(ServedForm.FP32, work.path(), options);
                    OnnxDecoder served = model.open(form, work.path(), options)) {
                held = measure(fp32, served, texts, work.path());
            }
        }
        System.exit(held ? 0 : 1);
    }

    private static boolean measure(OnnxDecoder fp32, OnnxDecoder served, List<TokenSequence> texts, Path work)
            throws IOException {
        Divergence baseline = new Divergence();
        Divergence divergence = new Divergence();
        for (TokenSequence text : texts) {
            List<float[]> reference = new ArrayList<>();
            BitSet all = new BitSet();
            all.set(0, text.size() - 1);
            fp32.logits(0, text.ids(), all, (position, logits) -> {
                reference.add(logits);
                take(baseline, text, position, logits, logits);
            });
            served.logits(
                    0,
                    text.ids(),
                    all,
                    (position, logits) -> take(divergence, text, position, reference.get(position), logits));
        }
        System.out.printf(
                Locale.ROOT,
                "%d texts, %d positions, %d supervised tokens%n%-6s %9s %9s %11s %9s %9s %9s%n",
                texts.size(),
                divergence.positions(),
                divergence.score().supervisedTokens(),
                "form",
                "KL",
                "same top",
                "perplexity",
                "change",
                "accuracy",
                "MB");
        double change = divergence.score().perplexity() / baseline.score().perplexity() - 1;
        print(fp32.form(), baseline, 0, work);
        print(served.form(), divergence, change, work);
        boolean held = divergence.meanKlDivergence() < KL_BAR && Math.abs(change) <= PERPLEXITY_BAR;
        System.out.printf(
                Locale.ROOT,
                "%s: KL below %.2f and perplexity within %.0f %% of fp32%n",
                held ? "HELD" : "MISSED",
                KL_BAR,
                100 * PERPLEXITY_BAR);
        return held;
    }

    private static void take(Divergence into, TokenSequence text, int position, float[] reference, float[] logits) {
        into.compare(reference, logits);
        if (text.isTrained(position + 1)) {
            into.score(logits, text.ids().get(position + 1));
        }
    }

    private static void print(ServedForm form, Divergence divergence, double change, Path work) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%-6s %9.5f %8.1f%% %11.4f %+8.2f%% %9.4f %9.0f%n",
                form.id(),
                divergence.meanKlDivergence(),
                100 * divergence.sameTopToken(),
                divergence.score().perplexity(),
                100 * change,
                divergence.score().tokenAccuracy(),
                Files.size(work.resolve(form.id()).resolve("model.onnx.data")) / 1e6);
    }

    /** Conversations are supervised where training is; of plain texts every token counts. */
    private static List<TokenSequence> read(Path file, int limit, ChatFormat format) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<TokenSequence> texts = new ArrayList<>();
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines.limit(limit)::iterator) {
                JsonNode row = mapper.readTree(line);
                texts.add(row.has("text") ? plain(row.get("text").textValue(), format) : conversation(row, format));
            }
        }
        return texts;
    }

    private static TokenSequence plain(String text, ChatFormat format) {
        TokenIds ids = format.tokenizer().encode(text).ids();
        BitSet all = new BitSet();
        all.set(1, ids.size());
        return new TokenSequence(ids, all);
    }

    private static TokenSequence conversation(JsonNode row, ChatFormat format) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : row.get("messages")) {
            messages.add(new ChatMessage(
                    message.get("role").textValue(), message.get("content").textValue()));
        }
        return format.example(messages);
    }
}
