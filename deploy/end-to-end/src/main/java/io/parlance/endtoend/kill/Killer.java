package io.parlance.endtoend.kill;

import io.parlance.endtoend.world.LocalWorld;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/** Kills processes of a world at moments drawn from a seed. A moment is a share of all the work: so they fall everywhere. */
final class Killer implements AutoCloseable {
    static final List<String> VICTIMS = List.of("ingest", "preprocess", "broker");

    private record Kill(double progress, String victim) {}

    private final LocalWorld world;
    private final List<Kill> plan;
    private final DoubleSupplier progress;
    private final TreeMap<String, Integer> done = new TreeMap<>();
    private final Thread thread;
    private volatile boolean closing;

    /** @param each how often each process is killed @param progress of all the work, 0 to 1 */
    Killer(LocalWorld world, int each, long seed, DoubleSupplier progress) {
        this.world = world;
        this.progress = progress;
        this.plan = plan(each, new Random(seed));
        this.thread = Thread.ofPlatform().name("killer").start(this::run);
    }

    private static List<Kill> plan(int each, Random random) {
        var victims = new ArrayList<String>();
        for (int i = 0; i < each; i++) victims.addAll(VICTIMS);
        Collections.shuffle(victims, random);
        var moments = random.doubles(victims.size(), 0.02, 0.97).sorted().toArray();
        var plan = new ArrayList<Kill>();
        for (int i = 0; i < moments.length; i++) plan.add(new Kill(moments[i], victims.get(i)));
        return plan;
    }

    private void run() {
        for (Kill kill : plan) {
            while (progress.getAsDouble() < kill.progress() || !happened(kill)) {
                if (closing) return;
                pause();
            }
        }
    }

    private boolean happened(Kill kill) {
        try {
            // It may be down from the last time.
            if (!world.kill(kill.victim())) return false;
        } catch (IOException stateUnreadable) {
            return false;
        }
        synchronized (done) {
            done.merge(kill.victim(), 1, Integer::sum);
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    TreeMap<String, Integer> done() {
        synchronized (done) {
            return new TreeMap<>(done);
        }
    }

    int left() {
        return plan.size()
                - done().values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
