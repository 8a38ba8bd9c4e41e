package io.parlance.endtoend.generated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * So many conversations from a seed, in two waves. The second holds the twins of the first's: when it is sent after the
 * first has been worked off, which of two twins stays does not depend on timing.
 */
public final class Conversations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double FIRST_WAVE = 0.85;
    private static final int LONG_ENOUGH_WORDS = 60;

    private final long seed;
    private final int count;
    private final int firstWave;

    public Conversations(long seed, int count) {
        if (count < 100) throw new IllegalArgumentException("%d conversations, expected at least 100".formatted(count));
        this.seed = seed;
        this.count = count;
        this.firstWave = (int) (count * FIRST_WAVE);
    }

    public int count() {
        return count;
    }

    /** Number of the first of the second wave. */
    public int firstWave() {
        return firstWave;
    }

    /** Whether it goes straight to the Kafka topic instead of through HTTP: one in five. */
    public boolean straightToKafka(int number) {
        return new SplittableRandom(mixed(number, 2)).nextInt(5) == 0;
    }

    public Generated at(int number) {
        if (number < 0 || number >= count)
            throw new IllegalArgumentException("number is %d, expected 0 to %d".formatted(number, count - 1));
        return number < firstWave ? first(number) : second(number);
    }

    private Generated first(int number) {
        Kind kind = kindOfFirst(number);
        SplittableRandom random = random(number);
        String id = kind == Kind.MALFORMED || kind == Kind.NAMELESS ? null : id(number);
        byte[] line = kind == Kind.MALFORMED
                ? Malformed.line(number, talk(number, random))
                : line(id, kind, talk(number, random), random);
        return new Generated(number, kind, id, number, line);
    }

    private Generated second(int number) {
        int original = originalOf(number);
        // Now and then a stretch holds no original that suits: then it is one of its own.
        if (original < 0) return first(number, Kind.PLAIN);
        Kind kind = kindOfTwin(number);
        Generated earlier = first(original);
        Talk talk = talk(original, random(original));
        return switch (kind) {
            case RESUBMITTED -> new Generated(number, kind, earlier.id(), original, earlier.line());
            case EXACT_TWIN -> twin(number, kind, id(number), original, talk);
            case NEAR_TWIN -> twin(number, kind, id(number), original, talk.withOneWordChanged(random(number)));
            default -> twin(number, kind, earlier.id(), original, talk(number, random(number)));
        };
    }

    private Generated first(int number, Kind kind) {
        SplittableRandom random = random(number);
        return new Generated(number, kind, id(number), number, line(id(number), kind, talk(number, random), random));
    }

    private Generated twin(int number, Kind kind, String id, int original, Talk talk) {
        return new Generated(number, kind, id, original, line(id, Kind.PLAIN, talk, random(number)));
    }

    private Kind kindOfFirst(int number) {
        return Kind.ofFirstWave(new SplittableRandom(mixed(number, 1)).nextInt(1_000));
    }

    private Kind kindOfTwin(int number) {
        int draw = new SplittableRandom(mixed(number, 1)).nextInt(15);
        return draw < 5 ? Kind.EXACT_TWIN : draw < 9 ? Kind.NEAR_TWIN : draw < 13 ? Kind.RESUBMITTED : Kind.REUSED_ID;
    }

    /** No two twins share an original: each looks in a stretch of the first wave of its own. */
    private int originalOf(int number) {
        int stretch = firstWave / (count - firstWave);
        int from = (number - firstWave) * stretch;
        for (int i = from; i < from + stretch; i++)
            if (kindOfFirst(i) == Kind.PLAIN && talk(i, random(i)).words() >= LONG_ENOUGH_WORDS) return i;
        return -1;
    }

    private Talk talk(int number, SplittableRandom random) {
        return switch (number < firstWave ? kindOfFirst(number) : Kind.PLAIN) {
            case OTHER_LANGUAGE -> Talk.foreign(random);
            case TOO_LONG -> Talk.endless(random);
            case PERSONAL -> Talk.personal(random);
            default -> Talk.english(random);
        };
    }

    private byte[] line(String id, Kind kind, Talk talk, SplittableRandom random) {
        ObjectNode json = JSON.createObjectNode();
        if (id != null) json.put("id", id);
        if (kind == Kind.LABELLED) {
            json.put("label", List.of("orders", "repairs", "visits", "praise").get(random.nextInt(4)));
            json.put("subject", "customer-" + random.nextInt(1_000));
            json.putObject("metadata").put("channel", random.nextBoolean() ? "shop" : "letter");
        }
        var messages = json.putArray("messages");
        for (int i = 0; i < talk.turns().size(); i++) {
            Talk.Said said = talk.turns().get(i);
            String text = said.text();
            if (kind == Kind.MARKUP) text = Markup.around(text, random);
            if (kind == Kind.EMPTIED && i == talk.turns().size() - 1) text = "<p> <br> </p>";
            messages.addObject().put("role", said.role()).put("content", text);
        }
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The id that a conversation of this number has when it has one of its own. */
    public String id(int number) {
        return "drill-%d-%07d".formatted(seed, number);
    }

    private SplittableRandom random(int number) {
        return new SplittableRandom(mixed(number, 0));
    }

    private long mixed(int number, int purpose) {
        // SplitMix64's constants, so that neighbours share nothing.
        long z = seed * 0x9E3779B97F4A7C15L + number * 3L + purpose;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    static String json(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
