package io.parlance.benchmarks;

import io.parlance.model.onnx.Decoder;
import io.parlance.model.onnx.DecoderOptions;
import io.parlance.model.onnx.LogProbabilities;
import io.parlance.model.onnx.ServedForm;
import io.parlance.model.text.TokenIds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Tokens per second of a served form beside fp32's, measured in turns so that both meet the same machine; the best round
 * counts. Prompts are random tokens: speed does not depend on them.
 */
public final class DecodeSpeed {
    private static final String USAGE =
            "DecodeSpeed MODEL(folder or .gguf) [--form int8] [--threads 2] [--rounds 5] [--adapter FOLDER]";
    private static final int BATCH = 4;
    private static final int STEPS = 16;
    private static final int CONTEXT = 2048;

    /** One column: how it is named, and the work, which gives the tokens it made. */
    private record Measure(String name, Work work) {}

    @FunctionalInterface
    private interface Work {
        /** @return seconds per token */
        double run(Decoder decoder);
    }

    private static final List<Measure> MEASURES = List.of(
            new Measure("prefill 256", DecodeSpeed::prefill),
            new Measure("decode at 64", decoder -> decode(decoder, 1, 64)),
            new Measure("decode at 512", decoder -> decode(decoder, 1, 512)),
            new Measure("decode at 1500", decoder -> decode(decoder, 1, 1500)),
            new Measure("4 rows at 512", decoder -> decode(decoder, BATCH, 512)));

    private DecodeSpeed() {}

    public static void main(String[] line) throws IOException {
        Arguments arguments = Arguments.parse(line, 1, Set.of("--form", "--threads", "--rounds", "--adapter"), USAGE);
        ServedForm form = arguments.option("--form").map(ServedForm::of).orElse(ServedForm.DEFAULT);
        int threads = arguments.number("--threads", Runtime.getRuntime().availableProcessors());
        ModelArgument model = ModelArgument.of(arguments);
        DecoderOptions options = new DecoderOptions(BATCH, CONTEXT, threads);
        try (WorkFolder work = WorkFolder.create();
                Decoder fp32 = model.open(ServedForm.FP32, work.path(), options);
                Decoder served = model.open(form, work.path(), options)) {
            Map<String, Decoder> forms = new LinkedHashMap<>();
            forms.put("fp32", fp32);
            forms.put(form.id(), served);
            print(forms, measure(forms, arguments.number("--rounds", 5)), threads);
        }
    }

    private static Map<String, double[]> measure(Map<String, Decoder> forms, int rounds) {
        Map<String, double[]> best = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (int m = 0; m < MEASURES.size(); m++) {
                for (Map.Entry<String, Decoder> form : forms.entrySet()) {
                    double[] perSecond = best.computeIfAbsent(form.getKey(), name -> new double[MEASURES.size()]);
                    double seconds = MEASURES.get(m).work().run(form.getValue());
                    perSecond[m] = Math.max(perSecond[m], 1 / seconds);
                }
            }
        }
        return best;
    }

    private static void print(Map<String, Decoder> forms, Map<String, double[]> best, int threads) {
        System.out.printf("tokens per second, %d threads%n%-6s", threads, "form");
        MEASURES.forEach(measure -> System.out.printf("%16s", measure.name()));
        System.out.println();
        forms.forEach((name, decoder) -> {
            System.out.printf("%-6s", name);
            for (double perSecond : best.get(name)) {
                System.out.printf(Locale.ROOT, "%16.1f", perSecond);
            }
            System.out.println();
        });
    }

    private static double prefill(Decoder decoder) {
        TokenIds prompt = prompt(decoder, 256);
        decoder.reset(0);
        long start = System.nanoTime();
        decoder.append(0, prompt);
        return seconds(start) / prompt.size();
    }

    private static double decode(Decoder decoder, int rows, int context) {
        List<Decoder.NextToken> next = new ArrayList<>();
        for (int slot = 0; slot < rows; slot++) {
            decoder.reset(slot);
            float[] logits = decoder.append(slot, prompt(decoder, context));
            next.add(new Decoder.NextToken(slot, LogProbabilities.mostLikely(logits)));
        }
        long start = System.nanoTime();
        for (int step = 0; step < STEPS; step++) {
            float[][] logits = decoder.decode(next);
            for (int slot = 0; slot < rows; slot++) {
                next.set(slot, new Decoder.NextToken(slot, LogProbabilities.mostLikely(logits[slot])));
            }
        }
        return seconds(start) / STEPS / rows;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static TokenIds prompt(Decoder decoder, int length) {
        return TokenIds.of(
                new Random(1).ints(length, 0, decoder.vocabularySize()).toArray());
    }
}
