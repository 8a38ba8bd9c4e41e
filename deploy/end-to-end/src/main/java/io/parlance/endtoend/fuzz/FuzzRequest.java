package io.parlance.endtoend.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request as it goes over the wire.
 *
 * @param target path and query, as they stand in the request line
 * @param lines of a stream of conversations: how many its body holds; 0 for any other request
 */
record FuzzRequest(String service, String method, String target, Map<String, String> headers, byte[] body, int lines) {

    byte[] bytes(int port) {
        var head = new StringBuilder();
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        head.append("host: 127.0.0.1:").append(port).append("\r\nconnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body.length > 0 || method.equals("POST"))
            head.append("content-length: ").append(body.length).append("\r\n");
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    /** For people: what is needed to see what it was. */
    String told() {
        String text = new String(body, StandardCharsets.UTF_8);
        return "%s: %s %s %s%n      %.600s".formatted(service, method, target, headers, text);
    }
}
