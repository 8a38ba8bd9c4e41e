package io.parlance.local.world;

import io.parlance.broker.PidFile;
import java.nio.file.Path;

/** Where a world keeps what. @param data the one folder that holds all of it */
public record WorldFolder(Path data) {
    public WorldFolder {
        data = data.toAbsolutePath().normalize();
    }

    public Path artifacts() {
        return data.resolve("artifacts");
    }

    public Path logs() {
        return data.resolve("logs");
    }

    /** Log file of a process: a service's title, {@code broker} or {@code supervisor}. */
    public Path log(String process) {
        return process.equals("broker") ? broker().resolve("broker.log") : logs().resolve(process + ".log");
    }

    Path broker() {
        return data.resolve("broker");
    }

    /** What a service keeps for itself; it is also its working directory. */
    Path work(Service service) {
        return data.resolve(service.title());
    }

    Path state() {
        return data.resolve("run").resolve("world.json");
    }

    Path lock() {
        return data.resolve("run").resolve("lock");
    }

    PidFile pid(String process) {
        return new PidFile(data.resolve("run").resolve(process + ".pid"));
    }

    /** The supervisor's, which is there as long as the world is. */
    public PidFile supervisorPid() {
        return pid("supervisor");
    }
}
