package io.parlance.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * First class of the child process: formats the storage once, then hands over to Kafka.
 *
 * <p>Runs on the broker's class path, so it may use nothing but the JDK. Its standard input is a pipe that only the
 * parent holds: when that ends, the parent is gone (SIGKILL included) and the broker leaves as well.
 */
public final class BrokerMain {
    /** System property: data may be thrown away, so leave at once and delete the folder. */
    static final String EPHEMERAL_FOLDER = "parlance.broker.ephemeral";

    private BrokerMain() {}

    /** @param arguments server.properties, cluster id, meta.properties (exists once the storage is formatted) */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        String serverProperties = arguments[0];
        String clusterId = arguments[1];
        Path formatted = Path.of(arguments[2]);
        Thread.ofPlatform().daemon().name("parent-watch").start(BrokerMain::leaveWithTheParent);
        if (Files.notExists(formatted)) {
            int outcome = (int) Class.forName("kafka.tools.StorageTool")
                    .getMethod("execute", String[].class, PrintStream.class)
                    .invoke(null, new String[] {"format", "-t", clusterId, "-c", serverProperties}, System.out);
            if (outcome != 0) {
                System.out.println("Formatting the storage failed with code " + outcome);
                System.exit(outcome);
            }
        }
        Class.forName("kafka.Kafka").getMethod("main", String[].class).invoke(null, (Object)
                new String[] {serverProperties});
    }

    private static void leaveWithTheParent() {
        try {
            while (System.in.read() >= 0) {
                // The parent writes nothing; only the end of the pipe has a meaning.
            }
        } catch (IOException endOfPipe) {
            // A broken pipe says the same as its end.
        }
        String ephemeral = System.getProperty(EPHEMERAL_FOLDER);
        if (ephemeral != null) {
            delete(Path.of(ephemeral));
            Runtime.getRuntime().halt(0);
        }
        System.exit(0);
    }

    private static void delete(Path folder) {
        try (var found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        } catch (IOException | RuntimeException left) {
            System.out.println("Could not delete " + folder + ": " + left);
        }
    }
}
