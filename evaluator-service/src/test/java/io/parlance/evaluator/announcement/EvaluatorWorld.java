package io.parlance.evaluator.announcement;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.parlance.contracts.ArtifactRef;
import io.parlance.contracts.BaseModelImported;
import io.parlance.contracts.CloudEvent;
import io.parlance.contracts.DatasetWindow;
import io.parlance.contracts.Embedding;
import io.parlance.contracts.Event;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Hyperparameters;
import io.parlance.contracts.ModelRef;
import io.parlance.contracts.ModelTrained;
import io.parlance.contracts.OffsetRange;
import io.parlance.contracts.Split;
import io.parlance.contracts.TokenIds;
import io.parlance.contracts.TokenSpan;
import io.parlance.contracts.Topics;
import io.parlance.contracts.Turn;
import io.parlance.model.TinyModel;
import io.parlance.model.artifact.HuggingFaceFolder;
import io.parlance.model.artifact.Weights;
import io.parlance.model.artifact.store.ArtifactStore;
import io.parlance.model.artifact.store.ModelDescription;
import io.parlance.model.artifact.store.StagedModel;
import io.parlance.model.artifact.store.StoredModel;
import io.parlance.model.onnx.DecoderOptions;
import io.parlance.model.onnx.OnnxDecoder;
import io.parlance.model.onnx.ServedForm;
import io.parlance.model.onnx.ServedFormWriter;
import io.parlance.model.text.ChatMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the other services would have done before the evaluator's turn: models in the store, examples and events on Kafka. */
final class EvaluatorWorld implements AutoCloseable {
    private static final int ANSWER_TOKENS = 12;
    private final ArtifactStore store;
    private final ObjectMapper json;
    private final KafkaProducer<String, byte[]> producer;

    EvaluatorWorld(URI artifacts, String bootstrapServers, ObjectMapper json) {
        this.store = ArtifactStore.at(artifacts);
        this.json = json;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** A tiny random model in the store, its served form with it. */
    ModelRef model(String id, long seed) throws IOException {
        try (StagedModel staged = store.stage(id)) {
            Path folder = TinyModel.write(staged.folder(), seed);
            HuggingFaceFolder files = HuggingFaceFolder.open(folder);
            try (Weights weights = files.openWeights()) {
                ServedFormWriter.write(files.config(), weights, ServedForm.FP32, folder.resolve("onnx"));
            }
            StoredModel stored = staged.commit(ModelDescription.base(
                    files.chatFormat().tokenizer().sha256(), files.chatFormat().templateSha256(), new TreeMap<>()));
            return new ModelRef(id, new ArtifactRef(stored.manifest().toString(), stored.sha256(), stored.bytes()));
        }
    }

    Path folder(String id) {
        return Path.of(store.find(id).orElseThrow().manifest()).getParent();
    }

    BaseModelImported imported(ModelRef base) {
        HuggingFaceFolder files = HuggingFaceFolder.open(folder(base.id()));
        return new BaseModelImported(
                base,
                "test",
                "LlamaForCausalLM",
                95_000,
                files.chatFormat().tokenizer().sha256(),
                files.chatFormat().templateSha256());
    }

    /** Test conversations whose answers this model gives itself, so that it expects them better than any other. */
    DatasetWindow examplesAnsweredBy(String dataset, ModelRef model, int count) throws Exception {
        HuggingFaceFolder files = HuggingFaceFolder.open(folder(model.id()));
        Map<Integer, long[]> ranges = new TreeMap<>();
        try (OnnxDecoder decoder = OnnxDecoder.open(files.path().resolve("onnx"), new DecoderOptions(1, 200, 1))) {
            for (int i = 0; i < count; i++) {
                int[] prompt = files.chatFormat()
                        .prompt(List.of(new ChatMessage("user", "Question number " + i + " of " + dataset)))
                        .toArray();
                int[] answer = greedy(decoder, prompt);
                int[] ids = IntStream.concat(IntStream.of(prompt), IntStream.of(answer))
                        .toArray();
                ExamplePrepared example = new ExamplePrepared(
                        dataset + "-" + i,
                        dataset,
                        i % 5 == 4 ? Split.TRAIN : Split.TEST,
                        List.of(new Turn("user", "Question"), new Turn("assistant", "answer")),
                        new TokenIds(ids),
                        List.of(new TokenSpan(prompt.length, ids.length)),
                        new Embedding(1),
                        model.id(),
                        files.chatFormat().tokenizer().sha256(),
                        files.chatFormat().templateSha256(),
                        "0".repeat(64));
                RecordMetadata at = tell(example);
                ranges.computeIfAbsent(at.partition(), _ -> new long[] {at.offset(), 0})[1] = at.offset() + 1;
            }
        }
        List<OffsetRange> window = new ArrayList<>();
        ranges.forEach((partition, range) -> window.add(new OffsetRange(partition, range[0], range[1])));
        return new DatasetWindow(dataset, Topics.EXAMPLES_PREPARED, window);
    }

    ModelTrained trained(String run, ModelRef model, ModelRef base, DatasetWindow window) {
        Hyperparameters any = new Hyperparameters(1, 8, 1e-3, 0, 8, 16, 0, 256, 1);
        return new ModelTrained(run, model, base, window, any, 10, 0, 0, 100, 1.0, null, "fp32", "cpu");
    }

    RecordMetadata tell(Event event) throws IOException, InterruptedException, ExecutionException {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(event.topic(), event.key(), json.writeValueAsBytes(event));
        CloudEvent.of(event, event.key(), "/parlance/test", Instant.now())
                .headers()
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return producer.send(record).get();
    }

    private static int[] greedy(OnnxDecoder decoder, int[] prompt) {
        int[] answer = new int[ANSWER_TOKENS];
        float[] logits = decoder.append(0, io.parlance.model.text.TokenIds.of(prompt));
        for (int i = 0; i < answer.length; i++) {
            answer[i] = 0;
            for (int id = 0; id < logits.length; id++) {
                if (logits[id] > logits[answer[i]]) {
                    answer[i] = id;
                }
            }
            if (i + 1 < answer.length) {
                logits = decoder.append(0, io.parlance.model.text.TokenIds.of(answer[i]));
            }
        }
        decoder.reset(0);
        return answer;
    }

    @Override
    public void close() {
        producer.close();
    }
}
