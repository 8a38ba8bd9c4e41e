package io.parlance.local.world;

import io.parlance.local.world.ChildState.Condition;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps one process running: starts it again when it ends, after a wait that grows from half a second to half a minute
 * as long as it keeps ending soon.
 */
final class Child {
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration SETTLED = Duration.ofSeconds(60);
    private static final Duration PROBE_EVERY = Duration.ofMillis(500);

    private final String name;
    private final int port;
    private final ChildProcess.Starter starter;
    private final Runnable changed;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread keeper;
    private volatile ChildState state;

    /** @param changed called after every change of {@link #state()} */
    Child(String name, int port, ChildProcess.Starter starter, Runnable changed) {
        this.name = name;
        this.port = port;
        this.starter = starter;
        this.changed = changed;
        this.state = new ChildState(name, 0, port, Condition.STARTING, "", 0, null);
        this.keeper = Thread.ofPlatform().name("keeper-" + name).unstarted(this::keep);
    }

    void begin() {
        keeper.start();
    }

    ChildState state() {
        return state;
    }

    /** Asks the process to end; {@link #awaitEnd()} waits for it. */
    void end() {
        stopping.countDown();
    }

    void awaitEnd() {
        try {
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        Duration wait = FIRST_WAIT;
        while (true) {
            long begun = System.nanoTime();
            String reason = runOnce();
            if (isStopping()) break;
            if (System.nanoTime() - begun > SETTLED.toNanos()) wait = FIRST_WAIT;
            become(new ChildState(name, 0, port, Condition.WAITING, "", state.restarts(), reason));
            SupervisorLog.say("process ended name=%s reason=\"%s\" restartInMs=%d", name, reason, wait.toMillis());
            if (pausedUntilStop(wait)) break;
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            become(new ChildState(name, 0, port, Condition.STARTING, "", state.restarts() + 1, reason));
        }
        become(new ChildState(name, 0, port, Condition.STOPPED, "", state.restarts(), state.lastEnd()));
        SupervisorLog.say("process stopped name=%s", name);
    }

    /** Until the process has ended, by itself or because it was asked to; says why. */
    private String runOnce() {
        ChildProcess process;
        try {
            process = starter.start();
        } catch (RuntimeException e) {
            return e.getMessage();
        }
        SupervisorLog.say("process started name=%s pid=%d port=%d", name, process.pid(), port);
        become(new ChildState(name, process.pid(), port, Condition.STARTING, "", state.restarts(), state.lastEnd()));
        while (!process.onExit().isDone()) {
            if (isStopping()) {
                process.stop(Duration.ofSeconds(20));
                return "stopped";
            }
            observe(process);
            pausedUntilStop(PROBE_EVERY);
        }
        return process.reasonOfEnd();
    }

    private void observe(ChildProcess process) {
        ChildProcess.Readiness readiness = process.readiness();
        Condition now = state.condition();
        Condition next = readiness.ready() ? Condition.READY : now == Condition.READY ? Condition.UNREADY : now;
        if (process.onExit().isDone()) return;
        if (next == now && readiness.missing().equals(state.missing())) return;
        if (next != now || !readiness.missing().isEmpty())
            SupervisorLog.say(
                    "process %s name=%s pid=%d missing=\"%s\"",
                    readiness.ready() ? "ready" : "unready", name, process.pid(), readiness.missing());
        become(new ChildState(name, process.pid(), port, next, readiness.missing(), state.restarts(), state.lastEnd()));
    }

    private void become(ChildState next) {
        state = next;
        changed.run();
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private boolean pausedUntilStop(Duration wait) {
        try {
            return stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
