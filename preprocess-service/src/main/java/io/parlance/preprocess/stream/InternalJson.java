package io.parlance.preprocess.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.duplicates.Shingles;
import java.io.IOException;
import java.util.function.Function;

/** How values of our own travel on the internal topics: as base64 of their bytes. */
final class InternalJson {
    private InternalJson() {}

    static Module module() {
        SimpleModule module = new SimpleModule("parlance-internal");
        add(module, Sha256.class, Sha256::toBytes, Sha256::fromDigest);
        add(module, Shingles.class, Shingles::toBytes, Shingles::fromBytes);
        return module;
    }

    private static <T> void add(
            SimpleModule module, Class<T> type, Function<T, byte[]> toBytes, Function<byte[], T> fromBytes) {
        module.addSerializer(type, new AsBytes<>(type, toBytes));
        module.addDeserializer(type, new FromBytes<>(type, fromBytes));
    }

    private static final class AsBytes<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<T, byte[]> bytes;

        AsBytes(Class<T> type, Function<T, byte[]> bytes) {
            super(type);
            this.bytes = bytes;
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeBinary(bytes.apply(value));
        }
    }

    private static final class FromBytes<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<byte[], T> value;

        FromBytes(Class<T> type, Function<byte[], T> value) {
            super(type);
            this.value = value;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return value.apply(json.getBinaryValue());
        }
    }
}
