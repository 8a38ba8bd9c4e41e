package io.parlance.model.artifact.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import io.parlance.model.artifact.JsonFields;
import io.parlance.model.artifact.ModelFormatException;
import io.parlance.model.artifact.ModelJson;
import io.parlance.model.artifact.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The weights of a Hugging Face folder: {@code model.safetensors}, or the shards that its index names. */
public final class SafetensorsWeights implements Weights {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Path folder;
    private final Map<String, SafetensorsFile> fileByTensor;

    private SafetensorsWeights(Path folder, Map<String, SafetensorsFile> fileByTensor) {
        this.folder = folder;
        this.fileByTensor = Collections.unmodifiableMap(fileByTensor);
    }

    /** @throws ModelFormatException when there are no weights, a shard is missing, or a file is damaged */
    public static SafetensorsWeights open(Path folder) {
        Map<String, SafetensorsFile> files = new TreeMap<>();
        if (Files.exists(folder.resolve(INDEX))) {
            openShards(folder, files);
        } else if (Files.exists(folder.resolve(SINGLE))) {
            SafetensorsFile file = SafetensorsFile.open(folder.resolve(SINGLE));
            file.names().forEach(name -> files.put(name, file));
        } else {
            String pickle = Files.exists(folder.resolve("pytorch_model.bin"))
                    ? " (pytorch_model.bin is a pickle, which can run code and is not read)"
                    : "";
            throw new ModelFormatException("%s: holds neither %s nor %s%s; fetch the safetensors form of the model"
                    .formatted(folder, SINGLE, INDEX, pickle));
        }
        return new SafetensorsWeights(folder, files);
    }

    /** In alphabetical order. */
    @Override
    public Set<String> names() {
        return fileByTensor.keySet();
    }

    @Override
    public List<Long> shape(String name) {
        return file(name).shape(name);
    }

    @Override
    public float[] read(String name) {
        return file(name).read(name);
    }

    @Override
    public void close() {
        fileByTensor.values().forEach(SafetensorsFile::close);
    }

    private SafetensorsFile file(String name) {
        SafetensorsFile file = fileByTensor.get(name);
        if (file == null) {
            throw new ModelFormatException("%s: has no tensor %s, only %d others; does config.json fit these weights?"
                    .formatted(folder, name, fileByTensor.size()));
        }
        return file;
    }

    private static void openShards(Path folder, Map<String, SafetensorsFile> files) {
        JsonFields index = ModelJson.read(folder.resolve(INDEX));
        Map<String, SafetensorsFile> shards = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry :
                index.object("weight_map").tree().properties()) {
            String shardName = entry.getValue().asText();
            if (!Path.of(shardName).equals(Path.of(shardName).getFileName()) || shardName.equals("..")) {
                throw index.fault("weight_map", "shard '%s' must lie in the folder itself".formatted(shardName));
            }
            SafetensorsFile shard =
                    shards.computeIfAbsent(shardName, name -> SafetensorsFile.open(folder.resolve(name)));
            if (!shard.names().contains(entry.getKey())) {
                throw new ModelFormatException("%s: has no tensor %s, although %s says so; fetch that shard again"
                        .formatted(folder.resolve(shardName), entry.getKey(), INDEX));
            }
            files.put(entry.getKey(), shard);
        }
    }
}
