package io.parlance.model.text;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Texts on which tokenizers differ, and an endless supply of random ones. */
final class AwkwardTexts {
    static final List<String> FIXED = List.of(
            "",
            " ",
            "   ",
            "Hello world",
            "hello  world   three spaces",
            " leading",
            "trailing ",
            "\n\nnew\n\tlines\r\n",
            "It's we'll they've I'd you're IT'S WE'LL it'\u017f",
            "2024 costs $1,234.56 (12%)",
            "0001 007 3.14159 1234567",
            "na\u00efve caf\u00e9 \u00c5ngstr\u00f6m e\u0301 a\u0323\u0301",
            "Stra\u00dfe \ufb01 ligature",
            "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8",
            "\ud55c\uad6d\uc5b4 \u1112\u1161\u11ab",
            "\u0645\u0631\u062d\u0628\u0627",
            "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440!",
            "\u0928\u092e\u0938\u094d\u0924\u0947 \u0e44\u0e17\u0e22",
            "\ud83d\udc4d\ud83c\udffd \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 \ud83c\udde9\ud83c\uddea",
            "\u200b zero\u200dwidth a\u00a0b\u2003c\u0085d",
            "def f(x):\n    return x**2  # sq",
            "<html>&amp; <b>bold</b></html>",
            "<|im_start|>user\nhi<|im_end|>",
            "text <|endoftext|> more",
            "<|im_start|",
            "ALLCAPS CamelCase snake_case kebab-case",
            "https://example.org/a?b=c&d=1",
            "x".repeat(300),
            "ab ".repeat(100),
            "\u0000\u0001",
            "\u00bd \u00b2 \u0663 \u09e9 \u2167",
            "mixed123abc456",
            "a.b,c;d:e!f?g",
            "\u201cquotes\u201d \u2018single\u2019 \u2014 dash \u2026 dots",
            "\ud835\udd18\ud835\udd2b",
            "\ufffd replacement",
            "\u037e\u212a\u1fef \u0958 \ufb1d");

    private static final List<String> PIECES = List.of(
            " ",
            "  ",
            "\n",
            "\r\n",
            "\t",
            "'s",
            "'LL",
            "'",
            "\u017f",
            "the",
            "assistant",
            "caf\u00e9",
            "e\u0301",
            "12",
            "3",
            "\u0663",
            "\u00bd",
            ".",
            ",",
            "!?",
            "<|",
            "|>",
            "im_end",
            "<|im_start|>",
            "<|im_end|>",
            "\u65e5\u672c",
            "\u0435",
            "\u00a0",
            "\u2003",
            "\u3000",
            "\u0085",
            "\ud83d\udc4d",
            "\u200d",
            "\u0301\u0323",
            "\u0000",
            "x",
            "xxxx",
            "_",
            "-",
            "\u1112\u1161\u11ab",
            "\u00e9\u0323");

    private AwkwardTexts() {}

    /** A text made of pieces and of characters assigned before Unicode 10, so that every library knows them. */
    static String random(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            if (random.nextInt(3) > 0) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            } else {
                text.appendCodePoint(codePoint(random));
            }
        }
        return text.toString();
    }

    static List<String> fixedAndRandom(RandomGenerator random, int count) {
        List<String> texts = new ArrayList<>(FIXED);
        for (int i = 0; i < count; i++) {
            texts.add(random(random));
        }
        return texts;
    }

    private static int codePoint(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(0x20, 0x7F);
            case 1 -> random.nextInt(0xA0, 0x250);
            case 2 -> random.nextInt(0x391, 0x3A1);
            case 3 -> random.nextInt(0x4E00, 0x9F00);
            default -> random.nextInt(0x1F300, 0x1F5FF);
        };
    }
}
