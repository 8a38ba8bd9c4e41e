package io.parlance.local.world;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * One process of a world.
 *
 * @param name {@code broker} or a service's title
 * @param pid 0 while it does not run
 * @param missing what it waits for while it is not ready, in its own words; may be empty
 * @param restarts how often it was started again after it had ended by itself
 * @param lastEnd why it ended the last time, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ChildState(
        String name, long pid, int port, Condition condition, String missing, int restarts, String lastEnd) {
    /** How it is. */
    public enum Condition {
        STARTING,
        READY,
        /** Runs, but says itself that it cannot do its work now. */
        UNREADY,
        /** Has ended; waits to be started again. */
        WAITING,
        STOPPED
    }
}
