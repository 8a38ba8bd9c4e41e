package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * What a dataset version holds, counted once when it was fixed. Maps are from names to numbers of examples unless told.
 *
 * @param examples a conversation in parts counts once per part
 * @param conversations every one once
 * @param preferencePairs examples with a second answer
 * @param withTools examples with definitions of functions
 * @param repeated records with the content and id of another, which the digest counts once; 0 unless a writer misbehaved
 * @param unreadable records of the window that are no prepared example, of whatever dataset they were meant to be
 * @param splits in the order train, validation, test; all three
 * @param languages by ISO 639-1, {@code unknown} where no recipe looked
 * @param dropped conversations that became no example, by reason
 * @param augmented examples by the method that made them of a parent
 * @param changed examples by the recipe's operation that changed something in them
 * @param preparedWith base models and digests in use, most used first
 */
public record DatasetManifest(
        long examples,
        long conversations,
        Tokens tokens,
        long preferencePairs,
        long withTools,
        long repeated,
        long unreadable,
        List<SplitFigures> splits,
        Strata strata,
        Map<String, Long> languages,
        Map<String, Long> dropped,
        Histogram lengths,
        Histogram turns,
        Map<String, Long> augmented,
        Map<String, Long> changed,
        List<PreparedWith> preparedWith,
        Representation representation,
        Diversity diversity,
        List<Export> exports) {
    public DatasetManifest {
        Check.atLeast("DatasetManifest", "examples", examples, 0);
        Check.atLeast("DatasetManifest", "conversations", conversations, 0);
        Check.present("DatasetManifest", "tokens", tokens);
        splits = List.copyOf(Check.present("DatasetManifest", "splits", splits));
        Check.present("DatasetManifest", "strata", strata);
        languages = Map.copyOf(Check.present("DatasetManifest", "languages", languages));
        dropped = Map.copyOf(Check.present("DatasetManifest", "dropped", dropped));
        Check.present("DatasetManifest", "lengths", lengths);
        Check.present("DatasetManifest", "turns", turns);
        augmented = augmented == null ? Map.of() : Map.copyOf(augmented);
        changed = changed == null ? Map.of() : Map.copyOf(changed);
        preparedWith = List.copyOf(Check.present("DatasetManifest", "preparedWith", preparedWith));
        Check.present("DatasetManifest", "representation", representation);
        Check.present("DatasetManifest", "diversity", diversity);
        exports = List.copyOf(Check.present("DatasetManifest", "exports", exports));
    }

    /** @param total of the examples, padding there is none @param trained those that the loss counts */
    public record Tokens(long total, long trained) {}

    public record SplitFigures(Split split, long examples, long conversations, Tokens tokens) {}

    /**
     * How evenly what an example is about is spread over the splits. Where no stratum was given, the client's label
     * stands for it. A conversation in parts counts once.
     *
     * @param shares what the service was told to aim at, by split
     * @param unassigned examples with neither stratum nor label
     * @param listed the largest ones
     * @param others how many more there are
     * @param checked whether the dataset is large enough for the promise to hold: 10,000 conversations
     * @param unchecked strata of which not all examples are known: clusters, which those before the 10,000th do not name
     * @param beyondOnePoint strata that break the promise, by more than a point and more than one example
     */
    public record Strata(
            Map<String, Double> shares,
            long unassigned,
            List<Stratum> listed,
            long others,
            boolean checked,
            long unchecked,
            List<String> beyondOnePoint) {
        public Strata {
            shares = Map.copyOf(Check.present("Strata", "shares", shares));
            listed = List.copyOf(Check.present("Strata", "listed", listed));
            beyondOnePoint = beyondOnePoint == null ? List.of() : List.copyOf(beyondOnePoint);
        }
    }

    /**
     * @param splits its examples by split
     * @param pointsOff percentage points between the share it has and the one aimed at, in the split where they differ
     *     most; null where not all of its examples are known
     */
    public record Stratum(
            String name,
            long examples,
            Map<String, Long> splits,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double pointsOff) {
        public Stratum {
            Check.text("Stratum", "name", name);
            splits = Map.copyOf(Check.present("Stratum", "splits", splits));
        }
    }

    /**
     * How often which size occurs.
     *
     * @param bars empty ones left out
     * @param median and the others are exact; 0 where there is nothing
     */
    public record Histogram(
            long least, long most, double mean, long median, long percentile90, long percentile99, List<Bar> bars) {
        public Histogram {
            bars = List.copyOf(Check.present("Histogram", "bars", bars));
        }
    }

    /** Examples of a size from {@code from} to {@code to}, both included. */
    public record Bar(long from, long to, long examples) {}

    /** What examples were made with. */
    public record PreparedWith(
            String baseModel, String tokenizerSha256, String templateSha256, String recipeSha256, long examples) {}

    /**
     * How often words occur that name groups of people. Counts of words, in any meaning they may have; no judgement, and
     * no statement about what is said of anybody.
     *
     * @param words counted, of all turns
     * @param lexicon name and version of the list of words
     * @param lexiconSha256 its digest
     */
    public record Representation(long words, String lexicon, String lexiconSha256, List<GroupFigures> groups) {
        public Representation {
            Check.text("Representation", "lexicon", lexicon);
            groups = List.copyOf(Check.present("Representation", "groups", groups));
        }
    }

    /**
     * @param theme such as {@code gender}
     * @param group such as {@code feminine}
     * @param words occurrences of its words
     * @param perThousandWords of all words of the dataset
     * @param examples with at least one of them
     */
    public record GroupFigures(String theme, String group, long words, double perThousandWords, long examples) {}

    /**
     * How much the examples differ, over a sample that is chosen by content, so that the same dataset has the same one.
     *
     * @param sampled examples looked at
     * @param words of them, split at white space, in lower case
     * @param distinct1 different words / words; null when there are none
     * @param distinct2 different pairs of neighbouring words / pairs; null when there are none
     * @param compared examples of the sample whose embeddings can be compared
     * @param meanNearestCosine of each of them with its nearest other one; null below two
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Diversity(
            long sampled, long words, Double distinct1, Double distinct2, long compared, Double meanNearestCosine) {}

    /** The examples of a split as a file in OpenAI's chat format, as it was written when the version was fixed. */
    public record Export(Split split, long lines, long bytes, String sha256) {}
}
