package io.parlance.benchmarks;

import io.parlance.contracts.Topics;
import io.parlance.endtoend.generated.Conversations;
import io.parlance.endtoend.kill.TopicBalance;
import io.parlance.endtoend.world.ClientLogs;
import io.parlance.endtoend.world.LocalWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Conversations a second through the packaged preprocess service, from the topic to the last outcome; then ten times as
 * many in a new world. With them the bytes of state for each conversation, on disk, the service's resident memory, and the
 * processor time of each process, since all share the machine. The baseline in the same world: the same records copied to
 * another topic in transactions, by one thread that looks at none.
 */
public final class PreprocessSpeed {
    private static final String USAGE =
            "benchmark preprocess [--conversations 100000] [--times 10] [--warm-up 100000] [--set NAME=VALUE,NAME=VALUE]"
                    + " [--target 5000]";
    private static final double MOST_GROWTH = 1.05;

    private PreprocessSpeed() {}

    /**
     * @param processorSeconds by process
     * @param stateBytes of a conversation, by store
     */
    private record Measured(
            int conversations,
            double seconds,
            double copiedEachSecond,
            Map<String, Double> processorSeconds,
            long residentKilobytes,
            Map<String, Double> stateBytes) {
        double rate() {
            return conversations / seconds;
        }
    }

    public static void main(String[] line) throws Exception {
        ClientLogs.silence();
        Arguments arguments =
                Arguments.parse(line, 0, Set.of("--conversations", "--times", "--warm-up", "--set", "--target"), USAGE);
        int conversations = arguments.number("--conversations", 100_000);
        int times = arguments.number("--times", 10);
        int warmUp = arguments.number("--warm-up", 100_000);
        Map<String, String> settings = settings(arguments.option("--set").orElse(""));
        System.out.printf(
                Locale.ROOT,
                "settings beside the defaults: %s; %,d conversations before each measurement%n",
                settings,
                warmUp);
        Measured once = measure(conversations, warmUp, settings);
        tell(once);
        double rate = once.rate();
        boolean reached = true;
        if (times > 1) {
            Measured more = measure(conversations * times, warmUp, settings);
            tell(more);
            double cost = more.seconds() / once.seconds();
            System.out.printf(
                    Locale.ROOT,
                    "%d times the data cost %.2f times the time (at most %.2f wanted)%n",
                    times,
                    cost,
                    times * MOST_GROWTH);
            reached = cost <= times * MOST_GROWTH;
            rate = more.rate();
        }
        reached &= rate >= arguments.number("--target", 5_000);
        System.out.println(reached ? "reached" : "NOT reached");
        if (!reached) System.exit(1);
    }

    private static Map<String, String> settings(String list) {
        var settings = new LinkedHashMap<String, String>();
        for (String setting : list.split(",")) {
            int equals = setting.indexOf('=');
            if (equals > 0) settings.put(setting.substring(0, equals), setting.substring(equals + 1));
            else if (!setting.isBlank())
                throw new IllegalArgumentException("--set '%s': expected NAME=VALUE".formatted(setting));
        }
        return settings;
    }

    private static Measured measure(int count, int warmUp, Map<String, String> settings)
            throws IOException, InterruptedException {
        try (WorkFolder work = WorkFolder.create()) {
            Path folder = work.path().resolve("world");
            double seconds;
            double copied;
            Map<String, Double> processor;
            long resident;
            try (LocalWorld world = LocalWorld.only(List.of("preprocess"), folder, settings)) {
                warmUp(world, warmUp);
                Map<String, Double> before = processorSeconds(world);
                long start = System.nanoTime();
                write(world, new Conversations(11, count));
                TopicBalance balance = TopicBalance.awaited(world.bootstrapServers(), warmUp + count);
                if (!balance.isEven())
                    throw new IOException(
                            "not every conversation has one outcome: %s%n%s".formatted(balance, world.logs()));
                seconds = (balance.lastAtNanos() - start) / 1e9;
                processor = processorSeconds(world);
                before.forEach((process, earlier) -> processor.merge(process, -earlier, Double::sum));
                resident =
                        residentKilobytes(world.process("preprocess").get("pid").asLong());
                copied = new CopiedRecords(world.bootstrapServers()).eachSecond();
            }
            // What RocksDB held in memory is in its files once the service has stopped.
            return new Measured(
                    count,
                    seconds,
                    copied,
                    processor,
                    resident,
                    stateBytes(folder.resolve("preprocess"), warmUp + count));
        }
    }

    /** What the compilers need, which take their time once whatever comes; it is not measured. */
    private static void warmUp(LocalWorld world, int count) throws IOException, InterruptedException {
        write(world, new Conversations(12, count));
        TopicBalance.awaited(world.bootstrapServers(), count);
    }

    private static void write(LocalWorld world, Conversations conversations) throws IOException {
        try (var producer = Submitting.producer(world.bootstrapServers())) {
            for (int i = 0; i < conversations.count(); i++) {
                var one = conversations.at(i);
                producer.send(new ProducerRecord<>(Topics.CONVERSATIONS_SUBMITTED, one.id(), one.line()));
            }
        }
    }

    private static void tell(Measured measured) {
        System.out.printf(
                Locale.ROOT,
                "%,9d conversations in %.1f s: %,.0f/s; resident afterwards %,d MB; state on disk, bytes per conversation: ",
                measured.conversations(),
                measured.seconds(),
                measured.rate(),
                measured.residentKilobytes() / 1_024);
        measured.stateBytes().forEach((store, bytes) -> System.out.printf(Locale.ROOT, "%s %.0f  ", store, bytes));
        System.out.println();
        System.out.print("    processor seconds per 1,000 conversations: ");
        measured.processorSeconds()
                .forEach((process, seconds) -> System.out.printf(
                        Locale.ROOT, "%s %.3f  ", process, seconds * 1_000 / measured.conversations()));
        System.out.printf(
                Locale.ROOT,
                "%n    baseline, the same records copied in transactions: %,.0f/s (%.0f %%)%n",
                measured.copiedEachSecond(),
                100 * measured.rate() / measured.copiedEachSecond());
    }

    private static Map<String, Double> processorSeconds(LocalWorld world) throws IOException {
        var seconds = new LinkedHashMap<String, Double>();
        for (String process : List.of("preprocess", "broker"))
            seconds.put(
                    process,
                    ofProcessor(
                            ProcessHandle.of(world.process(process).get("pid").asLong())
                                    .orElseThrow(() -> new IOException(process + " has ended"))));
        seconds.put("this benchmark", ofProcessor(ProcessHandle.current()));
        return seconds;
    }

    private static double ofProcessor(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    /** RocksDB's files by store, for each conversation; the names of the stores are the folders'. */
    private static Map<String, Double> stateBytes(Path folder, int conversations) throws IOException {
        var bytes = new LinkedHashMap<String, Double>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Path parent = file.getParent();
                if (parent.getParent().getFileName().toString().equals("rocksdb"))
                    bytes.merge(
                            parent.getFileName().toString(), Files.size(file) / (double) conversations, Double::sum);
            }
        }
        return bytes;
    }

    private static long residentKilobytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(row -> row.startsWith("VmRSS:"))
                .mapToLong(row -> Long.parseLong(row.replaceAll("\\D", "")))
                .sum();
    }
}
