package io.parlance.model.onnx;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A graph under construction in the format of onnx.proto (opset 21 and ONNX Runtime's own operators). Numbers of fields
 * and types are that file's.
 */
final class OnnxGraph {
    static final String ONNX = "";
    static final String MICROSOFT = "com.microsoft";
    private static final int IR_VERSION = 10;
    private static final int OPSET = 21;

    /** TensorProto.DataType. */
    enum ElementType {
        FLOAT(1),
        UINT8(2),
        INT32(6),
        INT64(7);

        private final int number;

        ElementType(int number) {
            this.number = number;
        }
    }

    /** An attribute of a node: a whole number or a real one. */
    record Attribute(String name, Number value) {
        static Attribute of(String name, long value) {
            return new Attribute(name, value);
        }

        static Attribute of(String name, float value) {
            return new Attribute(name, value);
        }
    }

    private final TensorFile data;
    private final ProtobufMessage nodes = new ProtobufMessage();
    private final ProtobufMessage initialisers = new ProtobufMessage();
    private final ProtobufMessage inputs = new ProtobufMessage();
    private final ProtobufMessage outputs = new ProtobufMessage();

    /** @param data takes the bytes of the tensors */
    OnnxGraph(TensorFile data) {
        this.data = data;
    }

    /** Adds a node with one output, which has the node's name. */
    String node(String domain, String operator, String name, List<String> from, Attribute... attributes) {
        node(domain, operator, name, from, List.of(name), attributes);
        return name;
    }

    /** Adds a node; an empty name leaves an input or output out. */
    void node(
            String domain, String operator, String name, List<String> from, List<String> to, Attribute... attributes) {
        ProtobufMessage node = new ProtobufMessage();
        from.forEach(input -> node.text(1, input));
        to.forEach(output -> node.text(2, output));
        node.text(3, name).text(4, operator);
        Arrays.stream(attributes).map(OnnxGraph::encode).forEach(attribute -> node.message(5, attribute));
        node.text(7, domain);
        nodes.message(1, node);
    }

    private static ProtobufMessage encode(Attribute attribute) {
        ProtobufMessage message = new ProtobufMessage().text(1, attribute.name());
        return attribute.value() instanceof Float real
                ? message.real(2, real).number(20, 1)
                : message.number(3, attribute.value().longValue()).number(20, 2);
    }

    /** @param shape per dimension a length (Long) or a name for a free one (String) */
    void input(String name, ElementType type, List<?> shape) {
        inputs.message(11, value(name, type, shape));
    }

    void output(String name, ElementType type, List<?> shape) {
        outputs.message(12, value(name, type, shape));
    }

    private static ProtobufMessage value(String name, ElementType type, List<?> shape) {
        ProtobufMessage dimensions = new ProtobufMessage();
        for (Object dimension : shape) {
            dimensions.message(
                    1,
                    dimension instanceof String free
                            ? new ProtobufMessage().text(2, free)
                            : new ProtobufMessage().number(1, ((Number) dimension).longValue()));
        }
        ProtobufMessage tensor = new ProtobufMessage().number(1, type.number).message(2, dimensions);
        return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
    }

    /** A constant inside the model file. */
    String constant(String name, long... values) {
        ProtobufMessage tensor = new ProtobufMessage().number(1, values.length).number(2, ElementType.INT64.number);
        for (long value : values) {
            tensor.number(7, value);
        }
        initialisers.message(5, tensor.text(8, name));
        return name;
    }

    /** A weight in the tensor file. */
    String tensor(String name, float[] values, long... shape) throws IOException {
        return tensor(name, ElementType.FLOAT, data.append(values), shape);
    }

    /** A weight in the tensor file. */
    String tensor(String name, byte[] values, long... shape) throws IOException {
        return tensor(name, ElementType.UINT8, data.append(values), shape);
    }

    /** A weight whose bytes are in the tensor file already; several tensors may share them. */
    String tensor(String name, ElementType type, TensorFile.Place place, long... shape) {
        ProtobufMessage tensor = new ProtobufMessage();
        for (long dimension : shape) {
            tensor.number(1, dimension);
        }
        tensor.number(2, type.number).text(8, name);
        tensor.message(13, entry("location", data.name()));
        tensor.message(13, entry("offset", Long.toString(place.offset())));
        tensor.message(13, entry("length", Long.toString(place.length())));
        initialisers.message(5, tensor.number(14, 1));
        return name;
    }

    TensorFile data() {
        return data;
    }

    private static ProtobufMessage entry(String key, String value) {
        return new ProtobufMessage().text(1, key).text(2, value);
    }

    /** The model file. */
    byte[] toModel() {
        // Messages of one wire format can be joined: the graph is its parts one after the other.
        ProtobufMessage graph = new ProtobufMessage();
        byte[] start = graph.text(2, "decoder").toBytes();
        byte[] body = concatenate(start, nodes.toBytes(), initialisers.toBytes(), inputs.toBytes(), outputs.toBytes());
        return new ProtobufMessage()
                .number(1, IR_VERSION)
                .text(2, "parlance")
                .data(7, body)
                .message(8, new ProtobufMessage().text(1, ONNX).number(2, OPSET))
                .message(8, new ProtobufMessage().text(1, MICROSOFT).number(2, 1))
                .toBytes();
    }

    private static byte[] concatenate(byte[]... parts) {
        byte[] whole =
                new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }
}
