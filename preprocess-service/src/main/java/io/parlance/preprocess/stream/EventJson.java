package io.parlance.preprocess.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/** Events of ours as the JSON value of a record. Unknown fields are ignored. */
public final class EventJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(InternalJson.module())
            .build();

    private EventJson() {}

    public static byte[] write(Object event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new SerializationException(
                    "%s cannot be written as JSON".formatted(event.getClass().getSimpleName()), e);
        }
    }

    public static <T> T read(byte[] json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (IOException e) {
            throw new SerializationException("no JSON of %s".formatted(type.getSimpleName()), e);
        }
    }

    public static <T> Serde<T> serde(Class<T> type) {
        Serializer<T> serializer = (topic, event) -> event == null ? null : write(event);
        Deserializer<T> deserializer = (topic, json) -> json == null ? null : read(json, type);
        return Serdes.serdeFrom(serializer, deserializer);
    }

    /** Writes the event with which a conversation's way ended. */
    static Serializer<Step> outcomeSerializer() {
        return (topic, step) -> switch (step) {
            case Step.Ended ended -> write(ended.event());
            case Step.Gone _ -> null;
            case Step.ToIdentity _, Step.ToDataset _, Step.Erased _ ->
                throw new SerializationException("a conversation on its way is no outcome");
        };
    }
}
