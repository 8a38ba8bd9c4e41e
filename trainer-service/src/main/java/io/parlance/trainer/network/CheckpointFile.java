package io.parlance.trainer.network;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * One file with the state of a run after some step, to the bit. It is replaced in one move, so a process killed at any
 * moment leaves the old or the new one.
 */
final class CheckpointFile {
    private static final String FORMAT = "parlance training checkpoint 1";

    private final Path file;

    CheckpointFile(Path folder) {
        this.file = folder.resolve("checkpoint.bin");
    }

    /** @param identity see {@link RunIdentity} @param precision the run computes in, not AUTO */
    record Content(String identity, Precision precision, RunState state) {}

    void write(Content content) {
        Path fresh = file.resolveSibling("checkpoint.bin.new");
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                CheckedOutputStream checked = new CheckedOutputStream(
                        new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16), new CRC32C());
                DataOutputStream out = new DataOutputStream(checked);
                write(content, out);
                out.writeLong(checked.getChecksum().getValue());
                out.flush();
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CheckpointException(
                    "%s: cannot be written (%s); make room on that disk, training goes on from the last checkpoint"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** @return empty when there is none yet */
    Optional<Content> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            CheckedInputStream checked =
                    new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16), new CRC32C());
            try (DataInputStream in = new DataInputStream(checked)) {
                Content content = read(in);
                long computed = checked.getChecksum().getValue();
                if (in.readLong() != computed) {
                    throw damaged(null);
                }
                return Optional.of(content);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    private CheckpointException damaged(Exception cause) {
        return new CheckpointException(
                "%s: is damaged or of another version; delete its folder to train from the start".formatted(file),
                cause);
    }

    private static void write(Content content, DataOutputStream out) throws IOException {
        RunState state = content.state();
        out.writeUTF(FORMAT);
        out.writeUTF(content.identity());
        out.writeUTF(content.precision().name());
        out.writeInt(state.step());
        out.writeDouble(state.tally().negativeLogLikelihood());
        out.writeLong(state.tally().supervisedTokens());
        out.writeInt(state.fruitless());
        out.writeLong(state.trainedTokens());
        out.writeInt(state.adamW().steps());
        write(state.adamW().parameters(), out);
        write(state.adamW().firstMoments(), out);
        write(state.adamW().secondMoments(), out);
        out.writeBoolean(state.best().isPresent());
        state.best().ifPresent(best -> {
            try {
                out.writeInt(best.step());
                out.writeDouble(best.validationLoss());
                write(best.parameters(), out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Content read(DataInputStream in) throws IOException {
        String format = in.readUTF();
        if (!format.equals(FORMAT)) {
            throw new IOException("format is " + format);
        }
        String identity = in.readUTF();
        Precision precision = Precision.valueOf(in.readUTF());
        int step = in.readInt();
        RunState.Tally tally = new RunState.Tally(in.readDouble(), in.readLong());
        int fruitless = in.readInt();
        long trainedTokens = in.readLong();
        AdamW.State adamW = new AdamW.State(in.readInt(), readTensors(in), readTensors(in), readTensors(in));
        Optional<RunState.Best> best = in.readBoolean()
                ? Optional.of(new RunState.Best(in.readInt(), in.readDouble(), readTensors(in)))
                : Optional.empty();
        return new Content(identity, precision, new RunState(step, adamW, tally, best, fruitless, trainedTokens));
    }

    private static void write(List<float[]> tensors, DataOutputStream out) throws IOException {
        out.writeInt(tensors.size());
        for (float[] tensor : tensors) {
            ByteBuffer bytes = ByteBuffer.allocate(tensor.length * Float.BYTES);
            bytes.asFloatBuffer().put(tensor);
            out.writeInt(tensor.length);
            out.write(bytes.array());
        }
    }

    private static List<float[]> readTensors(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<float[]> tensors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] tensor = new float[in.readInt()];
            byte[] bytes = in.readNBytes(tensor.length * Float.BYTES);
            if (bytes.length != tensor.length * Float.BYTES) {
                throw new IOException("ends inside tensor " + i);
            }
            ByteBuffer.wrap(bytes).asFloatBuffer().get(tensor);
            tensors.add(tensor);
        }
        return tensors;
    }
}
