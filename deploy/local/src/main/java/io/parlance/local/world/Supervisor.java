package io.parlance.local.world;

import io.parlance.broker.BrokerException;
import io.parlance.broker.BrokerOptions;
import io.parlance.broker.BrokerProcess;
import io.parlance.broker.PidFile;
import io.parlance.broker.TopicCreator;
import io.parlance.contracts.Topics;
import io.parlance.local.gateway.Gateway;
import io.parlance.local.world.WorldState.Phase;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The process that runs a world: broker, topics, services, gateway; keeps them running until it is asked to end.
 *
 * <p>Children that an earlier supervisor left behind (it was killed) are ended first. Ends on SIGTERM and SIGINT: the
 * services together, then the broker they write to, the gateway last, so that its callers hear what happens.
 */
public final class Supervisor {
    private final WorldSettings settings;
    private final WorldFolder folder;
    private final List<Child> children = new CopyOnWriteArrayList<>();
    private final Map<Service, Integer> ports = new EnumMap<>(Service.class);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Child broker;
    private volatile int gatewayPort;
    private volatile String bootstrapServers = "";
    private volatile Phase phase = Phase.STARTING;
    private volatile String failure;

    public Supervisor(WorldSettings settings) {
        this.settings = settings;
        this.folder = settings.folder();
        this.gatewayPort = settings.port();
    }

    /** Runs the world until this process is asked to end. @return the exit code */
    public int run() throws IOException {
        Files.createDirectories(folder.lock().getParent());
        try (var channel = FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                // The state file belongs to the one that runs.
                SupervisorLog.say("already running folder=%s", folder.data());
                return 2;
            }
            List<String> orphans = endOrphans(folder);
            if (!orphans.isEmpty()) SupervisorLog.say("orphans ended names=%s", orphans);
            folder.supervisorPid().write(ProcessHandle.current());
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::endWithTheJvm));
            try {
                return live();
            } finally {
                folder.supervisorPid().delete();
                ended.countDown();
            }
        }
    }

    private int live() throws IOException {
        try (var gateway = new Gateway(ports::get, this::state)) {
            try {
                begin(gateway);
            } catch (WorldException | BrokerException e) {
                failure = e.getMessage();
                phase = Phase.FAILED;
                SupervisorLog.say("start failed reason=\"%s\"", e.getMessage());
                endChildren();
                publish();
                return 1;
            }
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        phase = Phase.STOPPING;
        publish();
        endChildren();
        publish();
        SupervisorLog.say("world stopped folder=%s", folder.data());
        return 0;
    }

    private void begin(Gateway gateway) {
        SupervisorLog.say(
                "world starting folder=%s pid=%d",
                folder.data(), ProcessHandle.current().pid());
        for (Service service : settings.services()) settings.program(service);
        claimPorts(gateway);
        publish();
        startBroker();
        List<String> made = new TopicCreator(bootstrapServers).createMissing(Topics.all());
        SupervisorLog.say("topics ready bootstrapServers=%s made=%d", bootstrapServers, made.size());
        for (Service service : settings.services()) {
            int port = ports.get(service);
            children.add(new Child(
                    service.title(),
                    port,
                    () -> ServiceProcess.start(service, settings, port, bootstrapServers),
                    this::publish));
        }
        phase = Phase.RUNNING;
        if (asked.getCount() > 0) children.forEach(Child::begin);
        publish();
    }

    private void claimPorts(Gateway gateway) {
        for (Service service : Service.values()) {
            int wished = settings.port() == 0 ? 0 : settings.port() + service.portOffset();
            ports.put(service, Ports.near(wished));
        }
        try {
            gatewayPort = gateway.listen(settings.port());
        } catch (IOException e) {
            throw new WorldException(PortConflict.gateway(settings), e);
        }
    }

    private void startBroker() {
        if (settings.cluster().isPresent()) {
            bootstrapServers = settings.cluster().get();
            return;
        }
        if (settings.brokerPort() != 0 && !Ports.isFree(settings.brokerPort()))
            throw new WorldException(PortConflict.broker(settings));
        // The first start is waited for: nothing else makes sense without it, and its failure is the world's.
        BrokerProcess first = BrokerProcess.start(BrokerOptions.keeping(folder.broker(), settings.brokerPort()));
        int port = first.port();
        bootstrapServers = first.bootstrapServers();
        var waiting = new AtomicReference<>(first);
        broker = new Child(
                "broker",
                port,
                () -> {
                    BrokerProcess begun = waiting.getAndSet(null);
                    return new BrokerChild(
                            begun != null ? begun : BrokerProcess.start(BrokerOptions.keeping(folder.broker(), port)));
                },
                this::publish);
        broker.begin();
    }

    private void endChildren() {
        children.forEach(Child::end);
        children.forEach(Child::awaitEnd);
        if (broker != null) {
            broker.end();
            broker.awaitEnd();
        }
    }

    private void endWithTheJvm() {
        asked.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void publish() {
        try {
            state().write(folder.state());
        } catch (IOException e) {
            SupervisorLog.say("state not written file=%s reason=\"%s\"", folder.state(), e.getMessage());
        }
    }

    private WorldState state() {
        var states = new ArrayList<ChildState>();
        if (broker != null) states.add(broker.state());
        children.forEach(child -> states.add(child.state()));
        return new WorldState(
                WorldState.PRODUCT,
                folder.data().toString(),
                ProcessHandle.current().pid(),
                phase,
                failure,
                gatewayPort,
                bootstrapServers,
                settings.cluster().isEmpty(),
                settings.nativeInference(),
                states);
    }

    /** Ends what a killed supervisor left running. @return names of the processes that were ended */
    public static List<String> endOrphans(WorldFolder folder) {
        var endedNames = new ArrayList<String>();
        for (Service service : Service.values())
            if (folder.pid(service.title()).end(Duration.ofSeconds(20))) endedNames.add(service.title());
        var brokerPid = new PidFile(folder.broker().resolve("broker.pid"));
        if (brokerPid.end(Duration.ofSeconds(20))) endedNames.add("broker");
        return endedNames;
    }
}
