package io.parlance.endtoend.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Who says what in a made-up conversation. @param turns in their order */
record Talk(List<Said> turns) {
    /** Fewer than 1,024 tokens of the tiny base, personal data included; two exchanges are always shorter. */
    private static final int MOST_CHARACTERS = 1_150;

    record Said(String role, String text) {}

    static Talk english(SplittableRandom random) {
        var turns = new ArrayList<Said>();
        if (random.nextInt(8) == 0) turns.add(new Said("system", Vocabulary.ENGLISH.sentence(random)));
        int exchanges = 1 + random.nextInt(3);
        for (int i = 0; i < exchanges; i++) {
            turns.add(new Said("user", sentences(Vocabulary.ENGLISH, 1 + random.nextInt(2), random)));
            turns.add(new Said("assistant", sentences(Vocabulary.ENGLISH, 1 + random.nextInt(3), random)));
        }
        // Among a million one is long enough to be dropped for it.
        while (characters(turns) > MOST_CHARACTERS) {
            turns.removeLast();
            turns.removeLast();
        }
        return new Talk(List.copyOf(turns));
    }

    private static int characters(List<Said> turns) {
        return turns.stream().mapToInt(said -> said.text().length()).sum();
    }

    static Talk foreign(SplittableRandom random) {
        Vocabulary language = Vocabulary.FOREIGN.get(random.nextInt(Vocabulary.FOREIGN.size()));
        return new Talk(List.of(
                new Said("user", sentences(language, 2, random)),
                new Said("assistant", sentences(language, 3, random))));
    }

    /** More than 1,024 tokens of any tokenizer. */
    static Talk endless(SplittableRandom random) {
        return new Talk(List.of(
                new Said("user", Vocabulary.ENGLISH.sentence(random)),
                new Said("assistant", sentences(Vocabulary.ENGLISH, 120, random))));
    }

    static Talk personal(SplittableRandom random) {
        Talk talk = english(random);
        String data =
                switch (random.nextInt(5)) {
                    case 0 -> "Write to ada.%d@letters.example, please. ".formatted(random.nextInt(10_000));
                    case 1 -> "Call +44 20 7946 0%03d after six. ".formatted(random.nextInt(1_000));
                    case 2 -> "My card is 4111 1111 1111 1111, the account GB82 WEST 1234 5698 7654 32. ";
                    case 3 ->
                        "The page is https://shop.example/orders/%d?from=mail. ".formatted(random.nextInt(10_000));
                    default -> "It came from 192.0.2.%d. ".formatted(random.nextInt(256));
                };
        var turns = new ArrayList<>(talk.turns());
        Said last = turns.removeLast();
        turns.add(new Said(last.role(), data + last.text()));
        return new Talk(List.copyOf(turns));
    }

    int words() {
        return turns.stream().mapToInt(said -> said.text().split(" ").length).sum();
    }

    /** One word of the last turn replaced: three of its word 3-shingles are others then. */
    Talk withOneWordChanged(SplittableRandom random) {
        var changed = new ArrayList<>(turns);
        Said last = changed.removeLast();
        String[] words = last.text().split(" ");
        words[random.nextInt(words.length)] = "otherwise";
        changed.add(new Said(last.role(), String.join(" ", words)));
        return new Talk(List.copyOf(changed));
    }

    private static String sentences(Vocabulary vocabulary, int count, SplittableRandom random) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            if (i > 0) text.append(' ');
            text.append(vocabulary.sentence(random));
        }
        return text.toString();
    }
}
