package io.parlance.ingest.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** Puts Parquet's rows together as the JDK's maps, lists, texts and numbers. What is null is left out of its map. */
final class ParquetRows extends RecordMaterializer<Map<String, Object>> {
    private final Group root;
    private Map<String, Object> row;

    ParquetRows(MessageType schema) {
        this.root = new Group(schema, value -> row = value);
    }

    @Override
    public Map<String, Object> getCurrentRecord() {
        return row;
    }

    @Override
    public GroupConverter getRootConverter() {
        return root;
    }

    private static Converter converter(Type type, Consumer<Object> into) {
        if (type.isPrimitive()) {
            return new Value(type.asPrimitiveType().getPrimitiveTypeName(), into);
        }
        GroupType group = type.asGroupType();
        if (group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation && group.getFieldCount() == 1) {
            return new ListOf(group, into);
        }
        if (group.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation && group.getFieldCount() == 1) {
            return new MapOf(group, into);
        }
        return new Group(group, into);
    }

    /** Gathers what its fields hold and hands it on when it ends. */
    private abstract static class Gathering<T> extends GroupConverter {
        private final Consumer<? super T> into;
        private final Supplier<T> empty;
        private T value;

        private Gathering(Supplier<T> empty, Consumer<? super T> into) {
            this.empty = empty;
            this.into = into;
        }

        final T value() {
            return value;
        }

        @Override
        public final void start() {
            value = empty.get();
        }

        @Override
        public final void end() {
            into.accept(value);
        }
    }

    /** A struct, or the row itself. A repeated field without the list annotation is a list all the same. */
    private static final class Group extends Gathering<Map<String, Object>> {
        private final List<Converter> fields = new ArrayList<>();

        private Group(GroupType type, Consumer<? super Map<String, Object>> into) {
            super(LinkedHashMap::new, into);
            for (Type field : type.getFields()) {
                String name = field.getName();
                fields.add(converter(
                        field,
                        field.isRepetition(Type.Repetition.REPEATED)
                                ? each -> added(name, each)
                                : one -> value().put(name, one)));
            }
        }

        @SuppressWarnings("unchecked") // Only this method puts anything under a repeated field's name.
        private void added(String name, Object each) {
            ((List<Object>) value().computeIfAbsent(name, _ -> new ArrayList<>())).add(each);
        }

        @Override
        public Converter getConverter(int field) {
            return fields.get(field);
        }
    }

    /** The annotated list: a group of one repeated field, which is the element or wraps it (parquet-format, LogicalTypes). */
    private static final class ListOf extends Gathering<List<Object>> {
        private final Converter repeated;

        private ListOf(GroupType type, Consumer<Object> into) {
            super(ArrayList::new, into);
            Type element = type.getType(0);
            boolean wrapped = !element.isPrimitive()
                    && element.asGroupType().getFieldCount() == 1
                    && !element.getName().equals("array")
                    && !element.getName().equals(type.getName() + "_tuple");
            this.repeated = wrapped
                    ? new Wrapper(element.asGroupType().getType(0), each -> value().add(each))
                    : converter(element, each -> value().add(each));
        }

        @Override
        public Converter getConverter(int field) {
            return repeated;
        }
    }

    private static final class Wrapper extends GroupConverter {
        private final Converter element;
        private final Consumer<Object> into;
        private Object value;

        private Wrapper(Type element, Consumer<Object> into) {
            this.into = into;
            this.element = converter(element, one -> value = one);
        }

        @Override
        public Converter getConverter(int field) {
            return element;
        }

        @Override
        public void start() {
            value = null;
        }

        @Override
        public void end() {
            into.accept(value);
        }
    }

    private static final class MapOf extends Gathering<Map<String, Object>> {
        private final Group entry;

        private MapOf(GroupType type, Consumer<Object> into) {
            super(LinkedHashMap::new, into);
            GroupType pair = type.getType(0).asGroupType();
            this.entry = new Group(pair, one -> value().put(String.valueOf(one.get("key")), one.get("value")));
        }

        @Override
        public Converter getConverter(int field) {
            return entry;
        }
    }

    private static final class Value extends PrimitiveConverter {
        private final PrimitiveTypeName type;
        private final Consumer<Object> into;

        private Value(PrimitiveTypeName type, Consumer<Object> into) {
            this.type = type;
            this.into = into;
        }

        /** Bytes that are no UTF-8 stay bytes, which no rule takes for text. */
        @Override
        public void addBinary(Binary value) {
            byte[] bytes = value.getBytes();
            if (type != PrimitiveTypeName.BINARY) {
                into.accept(bytes);
                return;
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            into.accept(text.indexOf('\uFFFD') >= 0 && RecordParser.malformedByte(bytes) >= 0 ? bytes : text);
        }

        @Override
        public void addBoolean(boolean value) {
            into.accept(value);
        }

        @Override
        public void addDouble(double value) {
            into.accept(value);
        }

        @Override
        public void addFloat(float value) {
            into.accept(value);
        }

        @Override
        public void addInt(int value) {
            into.accept(value);
        }

        @Override
        public void addLong(long value) {
            into.accept(value);
        }
    }
}
