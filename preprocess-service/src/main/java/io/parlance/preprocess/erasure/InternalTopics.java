package io.parlance.preprocess.erasure;

import io.parlance.preprocess.erasure.log.ClusterTopics;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The topics that Kafka Streams keeps for its applications. */
final class InternalTopics {
    private static final List<String> ON_THE_WAY = List.of("by-id", "by-dataset");

    private final ClusterTopics topics;
    private final String stream;
    private final String ledger;

    /** @param stream application id of the stream that prepares @param ledger and of the ledger's */
    InternalTopics(ClusterTopics topics, String stream, String ledger) {
        this.topics = topics;
        this.stream = stream;
        this.ledger = ledger;
    }

    /** What state stores are made of again. */
    SortedSet<String> changelogs() {
        SortedSet<String> changelogs = new TreeSet<>();
        for (String name : topics.names()) {
            if (name.endsWith("-changelog") && (name.startsWith(stream + "-") || name.startsWith(ledger + "-"))) {
                changelogs.add(name);
            }
        }
        return changelogs;
    }

    /** Where conversations are between two stages, in their order; those that there are. */
    List<String> onTheWay() {
        Collection<String> names = topics.names();
        return ON_THE_WAY.stream()
                .map(stage -> "%s-%s-repartition".formatted(stream, stage))
                .filter(names::contains)
                .toList();
    }
}
