package io.parlance.endtoend.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Lines in every format that ingest reads, whole and broken. */
final class Lines {
    static final List<String> WHOLE = List.of(
            "{\"id\":\"f-1\",\"messages\":[{\"role\":\"user\",\"content\":\"When do you open?\"},{\"role\":\"assistant\",\"content\":\"At nine.\"}]}",
            "{\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"Is the blue lamp there?\"},{\"role\":\"assistant\",\"content\":\"Yes.\",\"weight\":0},{\"role\":\"user\",\"content\":\"How much?\"},{\"role\":\"assistant\",\"content\":\"Nine crowns.\",\"weight\":1}],\"label\":\"prices\",\"subject\":\"s-1\",\"metadata\":{\"channel\":\"shop\"}}",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Weather in Kendal?\"},{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"place\\\":\\\"Kendal\\\"}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"rain\"},{\"role\":\"assistant\",\"content\":\"It rains.\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"description\":\"now\",\"parameters\":{\"type\":\"object\",\"properties\":{\"place\":{\"type\":\"string\"}}}}}],\"parallel_tool_calls\":false}",
            "{\"conversations\":[{\"from\":\"human\",\"value\":\"Do you mend kettles?\"},{\"from\":\"gpt\",\"value\":\"We do, on Fridays.\"}]}",
            "{\"instruction\":\"Name a colour\",\"input\":\"of the sky\",\"output\":\"Blue.\",\"system\":\"Be brief.\",\"history\":[[\"Hello\",\"Good day.\"]]}",
            "{\"prompt\":\"What is the fee?\",\"completion\":\"Two crowns.\"}",
            "{\"prompt\":\"Which lamp?\",\"chosen\":\"The green one.\",\"rejected\":\"None.\"}",
            "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"Which lamp?\"}]},\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"The green one.\"}],\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"None.\"}]}");

    /** Which of them a stream of one format is made of. */
    static final Map<String, List<String>> BY_FORMAT = Map.of(
            "openai_chat", WHOLE.subList(0, 3),
            "sharegpt", WHOLE.subList(3, 4),
            "alpaca", WHOLE.subList(4, 5),
            "prompt_completion", WHOLE.subList(5, 6),
            "preference", WHOLE.subList(6, 8));

    private Lines() {}

    /** One of any format, broken; without line ends, never blank. */
    static byte[] broken(SplittableRandom random) {
        return broken(WHOLE.get(random.nextInt(WHOLE.size())), random);
    }

    /** @return one in six as it is */
    static byte[] broken(String whole, SplittableRandom random) {
        byte[] line = utf8(whole);
        switch (random.nextInt(6)) {
            case 0 -> {}
            case 1, 2, 3 -> line = utf8(JsonMutation.of(whole, random));
            case 4 -> line = Texts.broken(line, random);
            default -> line = Texts.broken(utf8(JsonMutation.of(whole, random)), random);
        }
        for (byte each : line) if (each > ' ' || each < 0) return line;
        return utf8("x");
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
