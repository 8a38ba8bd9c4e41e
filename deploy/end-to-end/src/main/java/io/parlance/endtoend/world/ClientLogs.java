package io.parlance.endtoend.world;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What this process' own Kafka clients have to say. */
public final class ClientLogs {
    private ClientLogs() {}

    /** Their view of a broker that comes, goes or is killed on purpose would drown what is found. */
    public static void silence() {
        Logger.getLogger("").setLevel(Level.OFF);
    }
}
