package io.parlance.local.world;

import io.parlance.broker.BrokerProcess;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The world's own broker; started means that it answers, so it is ready as long as it lives. */
final class BrokerChild implements ChildProcess {
    private final BrokerProcess broker;

    BrokerChild(BrokerProcess broker) {
        this.broker = broker;
    }

    @Override
    public long pid() {
        return broker.pid();
    }

    @Override
    public Readiness readiness() {
        return broker.isAlive() ? Readiness.READY : Readiness.SILENT;
    }

    @Override
    public CompletableFuture<Void> onExit() {
        return broker.onExit();
    }

    @Override
    public String reasonOfEnd() {
        return broker.reasonOfEnd();
    }

    @Override
    public void stop(Duration patience) {
        broker.stop();
    }
}
