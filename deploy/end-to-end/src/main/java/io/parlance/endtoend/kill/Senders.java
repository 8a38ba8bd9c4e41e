package io.parlance.endtoend.kill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.CheckedConversation;
import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.Topics;
import io.parlance.endtoend.generated.Conversations;
import io.parlance.endtoend.generated.Generated;
import io.parlance.endtoend.generated.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Clients on several connections. Each sends a batch until it is acknowledged, whatever happens meanwhile: so a batch may
 * be in more than once, and never less. A batch is a stretch of numbers, those for Kafka taken out of it.
 */
final class Senders implements Attribution, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NUMBER = "drill-number";
    private static final int BATCH = 500;
    private static final int CONNECTIONS = 4;

    private final Conversations conversations;
    private final URI endpoint;
    private final KafkaProducer<String, byte[]> producer;
    private final Map<String, Integer> nameless = new ConcurrentHashMap<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicLong retries = new AtomicLong();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    Senders(Conversations conversations, String baseUrl, String bootstrapServers) {
        this.conversations = conversations;
        this.endpoint = URI.create(baseUrl + "/conversations");
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "linger.ms",
                        20,
                        "compression.type",
                        "lz4",
                        "max.block.ms",
                        600_000,
                        "delivery.timeout.ms",
                        600_000),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Conversations that were acknowledged. */
    int sent() {
        return sent.get();
    }

    /** Requests that had to be sent again. */
    long retries() {
        return retries.get();
    }

    /** Sends {@code from} (inclusive) to {@code to} (exclusive); returns when all are acknowledged. */
    void send(int from, int to) throws InterruptedException {
        try (ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<?>> batches = new ArrayList<>();
            for (int first = from; first < to; first = first - first % BATCH + BATCH) {
                int begin = first;
                int end = Math.min(to, begin - begin % BATCH + BATCH);
                batches.add(clients.submit(() -> batch(begin, end)));
            }
            for (Future<?> batch : batches) batch.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("sending failed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private void batch(int from, int to) {
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            List<Future<RecordMetadata>> written = new ArrayList<>();
            int good = 0;
            int bad = 0;
            for (int number = from; number < to; number++) {
                Generated one = conversations.at(number);
                if (one.kind() == Kind.NAMELESS) nameless.put(contentId(one), number);
                if (conversations.straightToKafka(number)) {
                    written.add(producer.send(record(one)));
                    continue;
                }
                body.write(one.line());
                body.write('\n');
                if (one.kind() == Kind.MALFORMED) bad++;
                else good++;
            }
            if (good + bad > 0) post(requestId(from), body.toByteArray(), good, bad);
            for (Future<RecordMetadata> record : written) record.get();
            sent.addAndGet(to - from);
        } catch (IOException | ExecutionException e) {
            throw new IllegalStateException("numbers %d to %d: %s".formatted(from, to, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ProducerRecord<String, byte[]> record(Generated one) {
        var record = new ProducerRecord<>(Topics.CONVERSATIONS_SUBMITTED, one.id(), one.line());
        record.headers().add(NUMBER, ByteBuffer.allocate(4).putInt(one.idOf()).array());
        return record;
    }

    private void post(String requestId, byte[] body, int good, int bad) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("content-type", "application/x-ndjson")
                .header("x-request-id", requestId)
                .timeout(Duration.ofSeconds(90))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        while (!acknowledged(request, requestId, good, bad)) {
            retries.incrementAndGet();
            Thread.sleep(250);
        }
    }

    private boolean acknowledged(HttpRequest request, String requestId, int good, int bad) throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            int status = answer.statusCode();
            if (status == 429 || status >= 500) return false;
            JsonNode body = JSON.readTree(answer.body());
            boolean asExpected = status == 202
                    ? body.path("accepted").asInt() == good
                            && body.path("rejected").asInt() == bad
                    : status == 400 && good == 0;
            if (asExpected) return true;
            throw new IllegalStateException("%s held %d good lines and %d bad ones; it was answered with %d: %.500s"
                    .formatted(requestId, good, bad, status, answer.body()));
        } catch (IOException away) {
            return false;
        }
    }

    private static String contentId(Generated one) throws IOException {
        return switch (ConversationRules.check(JSON.readValue(one.line(), Map.class))) {
            case CheckedConversation.Accepted accepted ->
                accepted.conversation().id();
            case CheckedConversation.Refused refused ->
                throw new IllegalStateException("number %d is refused: %s".formatted(one.number(), refused));
        };
    }

    private static String requestId(int from) {
        return "drill-batch-" + from;
    }

    /** Of a twin with an earlier one's id, that one's. */
    @Override
    public int numberOf(ConsumerRecord<String, byte[]> submitted) {
        Header number = submitted.headers().lastHeader(NUMBER);
        if (number != null) return ByteBuffer.wrap(number.value()).getInt();
        String id = submitted.key();
        if (id == null) return Positions.NOBODY;
        Integer known = nameless.get(id);
        if (known != null) return known;
        int last = id.lastIndexOf('-');
        int found = id.matches("drill-\\d+-\\d{7,}") ? Integer.parseInt(id.substring(last + 1)) : Positions.NOBODY;
        return found < conversations.count() && found >= 0 ? found : Positions.NOBODY;
    }

    @Override
    public int numberOf(String origin, int line) {
        String prefix = "http:" + requestId(0).substring(0, requestId(0).length() - 1);
        if (!origin.startsWith(prefix)) return Positions.NOBODY;
        int number = Integer.parseInt(origin.substring(prefix.length()));
        for (int left = line; number < conversations.count(); number++)
            if (!conversations.straightToKafka(number) && --left == 0) return number;
        return Positions.NOBODY;
    }

    @Override
    public void close() {
        producer.close();
        http.close();
    }
}
