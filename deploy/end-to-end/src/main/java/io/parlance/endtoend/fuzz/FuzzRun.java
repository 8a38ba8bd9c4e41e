package io.parlance.endtoend.fuzz;

import io.parlance.endtoend.world.LocalWorld;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** So many broken lines and requests at a running world; the same seed gives the same ones. */
public final class FuzzRun {
    private static final int CONNECTIONS = 4;
    private static final double REQUESTS = 0.2;

    private final Requests requests;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, String> faults = new LinkedHashMap<>();
    private final TreeMap<Integer, Integer> statuses = new TreeMap<>();
    private long faultCount;

    public FuzzRun(LocalWorld world, long seed) throws IOException {
        this.requests = new Requests(seed);
        ports.put("gateway", world.state().get("gatewayPort").asInt());
        for (String service : List.of("ingest", "preprocess"))
            ports.put(service, world.process(service).get("port").asInt());
    }

    /** @param count lines and requests together: four in five are lines, in streams */
    public void run(int count) throws InterruptedException {
        int single = (int) (count * REQUESTS);
        int streams = (count - single) / Requests.linesPerRequest();
        try (ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < Math.max(single, streams); i++) {
                int number = i;
                if (number < streams) all.add(clients.submit(() -> one("lines", number, requests::lines)));
                if (number < single) all.add(clients.submit(() -> one("request", number, requests::request)));
            }
            for (Future<?> each : all) each.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void one(String kind, int number, IntFunction<FuzzRequest> made) {
        FuzzRequest request = made.apply(number);
        String what = "%s %d, %s".formatted(kind, number, request.told());
        try {
            RawHttp.Answer answer = RawHttp.send(request, ports.get(request.service()));
            Optional<String> fault = Judge.fault(request, answer);
            note(answer.status(), fault.map(said -> new String[] {alike(request, said), said + "\n      " + what}));
        } catch (IOException | RuntimeException e) {
            String said = "no answer: " + e;
            note(0, Optional.of(new String[] {alike(request, said), said + "\n      " + what}));
        }
    }

    /** Faults of one cause are listed once. */
    private static String alike(FuzzRequest request, String fault) {
        String path = request.target().split("[?]")[0];
        String room = path.split("/").length > 2 ? path.split("/")[2] : path;
        return request.method() + room + "%.60s".formatted(fault.replaceAll("[0-9a-f]{6,}|\\d+", "#"));
    }

    private synchronized void note(int status, Optional<String[]> fault) {
        statuses.merge(status, 1, Integer::sum);
        fault.ifPresent(told -> {
            faultCount++;
            faults.putIfAbsent(told[0], told[1]);
        });
    }

    /** How often each status came; 0 counts those without an answer. */
    public TreeMap<Integer, Integer> statuses() {
        return statuses;
    }

    public long faultCount() {
        return faultCount;
    }

    /** One of each cause, with what is needed to send it again. */
    public List<String> faults() {
        return List.copyOf(faults.values());
    }
}
