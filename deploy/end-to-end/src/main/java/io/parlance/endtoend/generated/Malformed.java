package io.parlance.endtoend.generated;

import java.util.Arrays;

/** Lines that are no conversations, each in one of the ways in which files are wrong. */
final class Malformed {
    private static final int WAYS = 12;

    private Malformed() {}

    static byte[] line(int number, Talk talk) {
        String text = Conversations.json(talk.turns().getFirst().text());
        String user = "{\"role\":\"user\",\"content\":%s}".formatted(text);
        String assistant = "{\"role\":\"assistant\",\"content\":\"Yes, number %d.\"}".formatted(number);
        return switch (number % WAYS) {
            case 0 -> Conversations.utf8("{\"messages\":[%s,%s]".formatted(user, assistant));
            case 1 -> Conversations.utf8("not JSON at all, number " + number);
            case 2 -> Conversations.utf8("{\"messages\":[%s]}".formatted(user));
            case 3 ->
                Conversations.utf8(
                        "{\"messages\":[%s,{\"role\":\"robot\",\"content\":\"beep %d\"}]}".formatted(user, number));
            case 4 -> Conversations.utf8("{\"messages\":[%s,%s],\"mesages\":%d}".formatted(user, assistant, number));
            case 5 ->
                Conversations.utf8("{\"messages\":[%s,{\"role\":\"assistant\",\"content\":\"\"}],\"id\":\"m%d\"}"
                        .formatted(user, number));
            case 6 -> Conversations.utf8("[%d,%s]".formatted(number, user));
            case 7 -> Conversations.utf8("{\"messages\":[],\"id\":\"m%d\"}".formatted(number));
            case 8 ->
                Conversations.utf8(
                        "{\"messages\":[%s,%s],\"dataset\":\"no such/name %d\"}".formatted(user, assistant, number));
            case 9 ->
                Conversations.utf8(
                        "{\"messages\":[%s,%s],\"id\":\"m%d\",\"id\":\"again\"}".formatted(user, assistant, number));
            case 10 -> brokenUtf8("{\"messages\":[%s,%s],\"id\":\"m%d\"}".formatted(user, assistant, number));
            default -> Conversations.utf8("{\"messages\":\"%d\"}".formatted(number));
        };
    }

    private static byte[] brokenUtf8(String line) {
        byte[] bytes = Conversations.utf8(line);
        byte[] broken = Arrays.copyOf(bytes, bytes.length);
        broken[line.indexOf("Yes")] = (byte) 0xFF;
        return broken;
    }
}
