package io.parlance.preprocess.augmentation;

import io.parlance.contracts.Turn;
import io.parlance.preprocess.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Gives a conversation to a method and judges what comes back. */
public final class Augmenter {
    private final QualityGate gate;
    private final Speakers speakers;
    private final long seed;

    /** @param seed with the conversation's key, it decides all that is left to chance */
    public Augmenter(QualityGate gate, Speakers speakers, long seed) {
        this.gate = gate;
        this.speakers = speakers;
        this.seed = seed;
    }

    /**
     * @param key of the conversation
     * @throws UnavailableException when the method can work on no text at the moment
     */
    public Attempt attempt(Method method, String key, List<Turn> messages) {
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (speakers.include(messages.get(i))) {
                chosen.add(i);
            }
        }
        if (chosen.isEmpty()) {
            return new Attempt(method, messages, List.of(), new Verdict.Identical());
        }
        List<Rewording> rewordings = method.reword(
                chosen.stream().map(i -> messages.get(i).content()).toList(), lot(seed, method.name(), key));
        List<Turn> child = new ArrayList<>(messages);
        List<RewordedTurn> turns = new ArrayList<>();
        for (int n = 0; n < chosen.size(); n++) {
            int index = chosen.get(n);
            Turn turn = messages.get(index);
            switch (rewordings.get(n)) {
                case Rewording.Failed f -> {
                    return new Attempt(
                            method, messages, turns, new Verdict.Failed("messages[%d]: %s".formatted(index, f.why())));
                }
                case Rewording.Reworded r -> {
                    turns.add(new RewordedTurn(
                            index,
                            turn.role(),
                            turn.content(),
                            r.via(),
                            r.text(),
                            gate.similarity(turn.content(), r.text())));
                    child.set(index, r.text().isBlank() ? turn : turn.withContent(r.text()));
                }
            }
        }
        return new Attempt(method, child, turns, gate.judge(turns));
    }

    /** A number that depends on all of these and on nothing else. */
    static long lot(long seed, String purpose, String key) {
        return ByteBuffer.wrap(
                        Sha256.of(List.of(Long.toString(seed), purpose, key)).toBytes())
                .getLong();
    }
}
