package io.parlance.local.world;

import java.util.List;

/** The services of a world, in the order in which they are shown. */
public enum Service {
    // Left to itself a heap begins at a 64th of the machine's memory, and its young part, a third of that, is filled
    // before anything is collected, however little lives. Those that make much garbage have more of it than the others.
    INGEST("ingest", 1, List.of("-Xmx256m", "-Xms64m", "-Xmn40m")),
    // What tells duplicates is some 250 bytes per prepared conversation, and for a moment more where its arrays grow.
    PREPROCESS("preprocess", 2, List.of("-Xmx1g")),
    // LibTorch's tensors lie outside the heap.
    TRAINER("trainer", 3, List.of("-Xmx1g", "-Xms64m", "-Xmn24m")),
    // Key/value caches lie in direct buffers, which are limited apart from the heap.
    EVALUATOR("evaluator", 4, List.of("-Xmx512m", "-Xms64m", "-Xmn24m", "-XX:MaxDirectMemorySize=2g")),
    INFERENCE("inference", 5, List.of("-Xmx512m", "-Xms64m", "-Xmn24m", "-XX:MaxDirectMemorySize=2g"));

    private final String title;
    private final int portOffset;
    private final List<String> heap;

    Service(String title, int portOffset, List<String> heap) {
        this.title = title;
        this.portOffset = portOffset;
        this.heap = heap;
    }

    /** As people say it: {@code ingest}. */
    public String title() {
        return title;
    }

    /** Its Maven module: {@code ingest-service}. */
    public String module() {
        return title + "-service";
    }

    /** Its port is the gateway's plus this, when that one is free. */
    int portOffset() {
        return portOffset;
    }

    List<String> heap() {
        return heap;
    }
}
