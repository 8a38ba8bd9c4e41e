package io.parlance.endtoend.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final FuzzRequest REQUEST =
            new FuzzRequest("ingest", "GET", "/v1/files?x=1", Map.of(), new byte[0], 0);
    private static final FuzzRequest LINES =
            new FuzzRequest("ingest", "POST", "/v1/conversations", Map.of(), new byte[0], 2);

    @Test
    void takesARefusalThatNamesItsParameter() {
        assertThat(
                        Judge.fault(
                                REQUEST,
                                answer(
                                        400,
                                        "{\"error\":{\"message\":\"x is unknown\",\"type\":\"t\",\"param\":\"x\",\"code\":null}}")))
                .isEmpty();
    }

    @Test
    void findsServerErrorsAndRefusalsThatSayTooLittle() {
        assertThat(Judge.fault(REQUEST, answer(500, "{}"))).isPresent();
        assertThat(Judge.fault(REQUEST, answer(404, "not here"))).isPresent();
        assertThat(Judge.fault(REQUEST, answer(400, ""))).isPresent();
        assertThat(Judge.fault(
                        REQUEST,
                        answer(400, "{\"error\":{\"message\":\"no\",\"type\":\"t\",\"param\":null,\"code\":null}}")))
                .isPresent();
    }

    @Test
    void findsAReceiptThatLeavesALineOut() {
        String whole =
                "{\"received\":2,\"accepted\":1,\"rejected\":1,\"rejections\":[{\"line\":2,\"violations\":[{\"field\":\"id\",\"rule\":\"is empty\"}]}]}";
        assertThat(Judge.fault(LINES, answer(202, whole))).isEmpty();
        assertThat(Judge.fault(
                        LINES,
                        answer(202, whole.replace("\"received\":2,\"accepted\":1", "\"received\":1,\"accepted\":0"))))
                .isPresent();
        assertThat(Judge.fault(LINES, answer(202, whole.replace("\"line\":2,", ""))))
                .isPresent();
        assertThat(Judge.fault(LINES, answer(202, whole.replace("is empty", ""))))
                .isPresent();
    }

    private static RawHttp.Answer answer(int status, String body) {
        return new RawHttp.Answer(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }
}
