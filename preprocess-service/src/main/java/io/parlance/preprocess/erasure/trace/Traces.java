package io.parlance.preprocess.erasure.trace;

import io.parlance.contracts.DatasetVersioned;
import io.parlance.contracts.ErasureCompleted;
import io.parlance.contracts.Event;
import io.parlance.contracts.ModelPromoted;
import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.Topics;
import io.parlance.contracts.TrainingRequested;
import io.parlance.preprocess.dataset.RecordJson;
import io.parlance.preprocess.dataset.RecordLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Finds what was made of examples: the dataset versions and training runs whose window covers them. A run counts as
 * having held an example when its window covers the example's place and names its dataset, whichever split the example is in
 * and whether or not the run passed it over, as one too long for it: a receipt rather names a run too many.
 */
public final class Traces {
    private static final Logger LOG = Logger.getLogger(Traces.class);

    private final RecordLog log;
    private final Function<String, List<DatasetVersioned>> versions;

    /** @param versions all of a dataset, oldest first; asked once per dataset */
    public Traces(RecordLog log, Function<String, List<DatasetVersioned>> versions) {
        this.log = log;
        this.versions = versions;
    }

    /**
     * Reads the topics once, however many places there are.
     *
     * @throws io.parlance.preprocess.dataset.LogUnavailable when Kafka does not give all that is needed to say it
     */
    public Traced of(Examples examples) {
        if (examples.datasets().isEmpty()) {
            return new Traced(List.of(), List.of());
        }
        List<ErasureCompleted.Version> held = new ArrayList<>();
        examples.datasets().forEach(dataset -> versions.apply(dataset).stream()
                .filter(version -> examples.isAnyIn(version.window()))
                .forEach(version -> held.add(new ErasureCompleted.Version(dataset, version.id()))));
        return new Traced(held, runs(examples));
    }

    private List<ErasureCompleted.Run> runs(Examples examples) {
        // A run may be asked for twice under its id by a writer that repeats itself; it is one run.
        Map<String, TrainingRequested> requested = new LinkedHashMap<>();
        read(Topics.TRAINING_REQUESTED, TrainingRequested.class, request -> {
            if (examples.isAnyIn(request.window())) {
                requested.putIfAbsent(request.runId(), request);
            }
        });
        if (requested.isEmpty()) {
            return List.of();
        }
        Map<String, String> modelOfRun = new HashMap<>();
        read(
                Topics.MODELS_TRAINED,
                ModelTrained.class,
                trained -> modelOfRun.put(trained.runId(), trained.model().id()));
        Map<String, String> modelOfSlot = new HashMap<>();
        read(
                Topics.MODELS_PROMOTED,
                ModelPromoted.class,
                promoted -> modelOfSlot.put(promoted.slot(), promoted.model().id()));
        return requested.keySet().stream()
                .map(run -> {
                    String model = modelOfRun.get(run);
                    return new ErasureCompleted.Run(run, model, model != null && modelOfSlot.containsValue(model));
                })
                .toList();
    }

    private interface Reader<T> {
        void event(T event);
    }

    private <T extends Event> void read(String topic, Class<T> type, Reader<T> each) {
        log.read(topic, log.extent(topic), (partition, offset, key, value) -> {
            if (value == null) {
                return;
            }
            try {
                each.event(RecordJson.read(value, type));
            } catch (IOException e) {
                LOG.warnf(
                        "Record cannot be read, a receipt will not name what it says topic=%s partition=%d offset=%d"
                                + " reason=%s",
                        topic,
                        partition,
                        offset,
                        e.getMessage().lines().findFirst().orElse(""));
            }
        });
    }
}
