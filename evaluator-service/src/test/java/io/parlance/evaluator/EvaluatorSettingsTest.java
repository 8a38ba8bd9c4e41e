package io.parlance.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluatorSettingsTest {

    @Test
    void hasTheseDefaults() {
        EvaluatorSettings settings = settings(Map.of());
        assertThat(settings.resamples()).isEqualTo(10_000);
        assertThat(settings.seed()).isEqualTo(17);
        assertThat(settings.minConversations()).isEqualTo(10);
        assertThat(settings.answeredConversations()).isEqualTo(100);
        assertThat(settings.maxAnswerTokens()).isEqualTo(96);
        assertThat(settings.slots()).isEqualTo(4);
        assertThat(settings.threads()).isEqualTo(2);
        assertThat(settings.instance()).isEqualTo("0");
    }

    @Test
    void takesEveryKey() {
        EvaluatorSettings settings = settings(Map.of(
                "parlance.evaluator.resamples", "200",
                "parlance.evaluator.seed", "3",
                "parlance.evaluator.min-conversations", "4",
                "parlance.evaluator.answered-conversations", "5",
                "parlance.evaluator.max-answer-tokens", "6",
                "parlance.evaluator.slots", "7",
                "parlance.evaluator.threads", "8",
                "parlance.evaluator.instance", "nine"));
        assertThat(settings.resamples()).isEqualTo(200);
        assertThat(settings.seed()).isEqualTo(3);
        assertThat(settings.minConversations()).isEqualTo(4);
        assertThat(settings.answeredConversations()).isEqualTo(5);
        assertThat(settings.maxAnswerTokens()).isEqualTo(6);
        assertThat(settings.slots()).isEqualTo(7);
        assertThat(settings.threads()).isEqualTo(8);
        assertThat(settings.instance()).isEqualTo("nine");
    }

    private static EvaluatorSettings settings(Map<String, String> keys) {
        return new SmallRyeConfigBuilder()
                .withMapping(EvaluatorSettings.class)
                .withSources(new PropertiesConfigSource(keys, "test", 100))
                .build()
                .getConfigMapping(EvaluatorSettings.class);
    }
}
