package io.parlance.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * Who runs, told apart from a later process with the same pid by its start time.
 *
 * <p>Holds the process and the one that started it, so that an orphan (its parent was killed) can be told from a
 * process that somebody is using.
 */
public final class PidFile {
    private final Path path;

    public PidFile(Path path) {
        this.path = path;
    }

    /** Notes a child of this JVM. */
    public void write(ProcessHandle child) {
        ProcessHandle parent = ProcessHandle.current();
        var facts = new Properties();
        facts.setProperty("pid", Long.toString(child.pid()));
        facts.setProperty("started", startOf(child));
        facts.setProperty("parent.pid", Long.toString(parent.pid()));
        facts.setProperty("parent.started", startOf(parent));
        try {
            Files.createDirectories(path.getParent());
            Path fresh = path.resolveSibling(path.getFileName() + ".new");
            try (var out = Files.newOutputStream(fresh)) {
                facts.store(out, null);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written: %s".formatted(path, e.getMessage()), e);
        }
    }

    /** The noted process, if it still runs. */
    public Optional<ProcessHandle> living() {
        return handle("pid", "started");
    }

    /** The process that started the noted one, if it still runs. */
    public Optional<ProcessHandle> livingParent() {
        return handle("parent.pid", "parent.started");
    }

    /** Ends the noted process if it still runs: asks first, kills it after {@code patience}. True if there was one. */
    public boolean end(Duration patience) {
        Optional<ProcessHandle> living = living();
        living.ifPresent(process -> end(process, patience));
        delete();
        return living.isPresent();
    }

    public void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be deleted: %s".formatted(path, e.getMessage()), e);
        }
    }

    /** Asks a process to end, kills it when it has not done so after {@code patience}. */
    public static void end(ProcessHandle process, Duration patience) {
        process.destroy();
        if (!gone(process, patience)) {
            process.destroyForcibly();
            gone(process, Duration.ofSeconds(10));
        }
    }

    private static boolean gone(ProcessHandle process, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (runs(process)) {
            if (System.nanoTime() > deadline) return false;
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** A zombie (dead, but nobody collected it: containers without an init) does not run. */
    private static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) return false;
        Path stat = Path.of("/proc/" + process.pid() + "/stat");
        try {
            if (Files.notExists(stat)) return process.isAlive();
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            return line.charAt(line.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException vanished) {
            return process.isAlive();
        }
    }

    private Optional<ProcessHandle> handle(String pidKey, String startedKey) {
        var facts = new Properties();
        if (Files.notExists(path)) return Optional.empty();
        try (var in = Files.newInputStream(path)) {
            facts.load(in);
            long pid = Long.parseLong(facts.getProperty(pidKey, "0"));
            String started = facts.getProperty(startedKey, "");
            return ProcessHandle.of(pid).filter(PidFile::runs).filter(process -> sameStart(process, started));
        } catch (IOException | NumberFormatException damaged) {
            // Without a readable pid there is nothing to recognise; a live process then shows by its port or lock.
            return Optional.empty();
        }
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    private static boolean sameStart(ProcessHandle process, String noted) {
        if (noted.isEmpty()) return false;
        // Linux derives the start from clock ticks since boot: the same process reads a little differently each time.
        return process.info()
                .startInstant()
                .map(start ->
                        Duration.between(start, Instant.parse(noted)).abs().compareTo(Duration.ofSeconds(2)) < 0)
                .orElse(false);
    }
}
