package io.parlance.trainer.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive that holds code and no weights: a zip of stored entries around one class {@code Network}
 * without attributes. PyTorch compiles it on loading, so no Python is needed to make it.
 */
final class CodeArchive {
    private static final byte[] FORMAT_VERSION = "10\n".getBytes(StandardCharsets.US_ASCII);

    private CodeArchive() {}

    /** @param methods TorchScript methods of the class, each indented by two spaces */
    static byte[] of(String methods) {
        String source = """
                class Network(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                """ + methods;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, "m/data.pkl", pickledNetwork());
            store(zip, "m/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            store(zip, "m/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "m/version", FORMAT_VERSION);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Pickle protocol 2 of an instance of {@code __torch__.Network} whose state is {@code {"training": True}}. */
    private static byte[] pickledNetwork() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        write(pickle, 0x80, 2); // PROTO 2
        pickle.writeBytes("c__torch__\nNetwork\n".getBytes(StandardCharsets.US_ASCII)); // GLOBAL
        write(pickle, 'q', 0, ')', 0x81, '}', '('); // BINPUT, EMPTY_TUPLE, NEWOBJ, EMPTY_DICT, MARK
        write(pickle, 'X', 8, 0, 0, 0); // BINUNICODE of 8 bytes
        pickle.writeBytes("training".getBytes(StandardCharsets.US_ASCII));
        write(pickle, 'q', 1, 0x88, 'u', 'b', '.'); // BINPUT, NEWTRUE, SETITEMS, BUILD, STOP
        return pickle.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
