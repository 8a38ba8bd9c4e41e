package io.parlance.benchmarks;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A request with NDJSON over a socket of its own: costs next to nothing beside the server, which shares its cores. */
final class LinesUpload {
    private static final int PATIENCE_MILLIS = 600_000;

    private LinesUpload() {}

    /** Writes the lines of a body. */
    @FunctionalInterface
    interface Body {
        void write(OutputStream out) throws IOException;
    }

    /** Sends a body of this length. @return the receipt @throws IOException when the answer is not 202 */
    static String send(int port, long length, Body body) throws IOException {
        return exchange(port, "content-length: " + length, body);
    }

    /** Sends a body whose length nobody knows beforehand. */
    static String stream(int port, Body body) throws IOException {
        return exchange(port, "transfer-encoding: chunked", out -> {
            var chunks = new Chunks(out);
            var buffered = new BufferedOutputStream(chunks, 64 * 1024);
            body.write(buffered);
            buffered.flush();
            chunks.end();
        });
    }

    private static String exchange(int port, String framing, Body body) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/conversations HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n"
                            + "content-type: application/x-ndjson\r\n" + framing + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            body.write(out);
            out.flush();
            var answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            String said = answer.toString(StandardCharsets.UTF_8);
            if (!said.startsWith("HTTP/1.1 202"))
                throw new IOException("the upload was answered with: %.500s".formatted(said));
            return said.substring(said.indexOf("\r\n\r\n") + 4);
        }
    }

    /** HTTP's chunked framing. */
    private static final class Chunks extends OutputStream {
        private final OutputStream out;

        Chunks(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (length == 0) return;
            out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes, from, length);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        void end() throws IOException {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
