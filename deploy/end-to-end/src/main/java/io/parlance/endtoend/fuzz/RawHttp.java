package io.parlance.endtoend.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One request, one connection, bytes as they are: no client library that would repair them first. */
final class RawHttp {
    private static final int PATIENCE_MILLIS = 30_000;

    private RawHttp() {}

    /** @param body whole, its chunks put together */
    record Answer(int status, String contentType, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** @throws IOException when no whole answer comes */
    static Answer send(FuzzRequest request, int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(request.bytes(port));
                socket.getOutputStream().flush();
            } catch (IOException answeredBeforeItReadAll) {
                // What it said still counts.
            }
            return parsed(readAll(socket));
        }
    }

    private static byte[] readAll(Socket socket) throws IOException {
        var all = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 * 1024];
        try {
            for (int read = socket.getInputStream().read(buffer);
                    read >= 0;
                    read = socket.getInputStream().read(buffer)) all.write(buffer, 0, read);
        } catch (java.net.SocketException resetAfterTheAnswer) {
            if (all.size() == 0) throw resetAfterTheAnswer;
        }
        return all.toByteArray();
    }

    private static Answer parsed(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.")) throw new IOException("no answer: '%.100s'".formatted(text));
        String[] head = text.substring(0, end).split("\r\n");
        int status = Integer.parseInt(head[0].split(" ")[1]);
        byte[] body = Arrays.copyOfRange(bytes, end + 4, bytes.length);
        boolean chunked = header(head, "transfer-encoding").contains("chunked");
        return new Answer(status, header(head, "content-type"), chunked ? dechunked(body) : body);
    }

    private static String header(String[] head, String name) {
        for (String line : head)
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                return line.substring(name.length() + 1).strip().toLowerCase(Locale.ROOT);
        return "";
    }

    private static byte[] dechunked(byte[] body) throws IOException {
        var whole = new ByteArrayOutputStream();
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int at = 0;
        while (true) {
            int line = text.indexOf("\r\n", at);
            if (line < 0) throw new IOException("the answer ends within a chunk");
            int size = Integer.parseInt(text.substring(at, line).split(";")[0].strip(), 16);
            if (size == 0) return whole.toByteArray();
            if (line + 2 + size > body.length) throw new IOException("the answer ends within a chunk");
            whole.write(body, line + 2, size);
            at = line + 2 + size + 2;
        }
    }
}
