package io.parlance.model.text.jinja;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parlance.model.text.ChatTemplateException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JinjaRefusalsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            value = {
                "a\\n{{ x | frobnicate }}^line 2: the filter 'frobnicate' is unknown",
                "{{ x is frobnicated }}^line 1: the test 'frobnicated' is unknown",
                "\\n\\n{% include 'x' %}^line 3: {% include %} is unknown",
                "{% for x in y recursive %}{% endfor %}^line 1: a recursive for",
                "{% if x %}^expected {% elif or else or endif %}",
                "{{ x^line 1: a tag opened here is never closed",
                "{# x^line 1: the comment opened with {# is never closed",
                "{% endif %}^line 1: {% endif %} is unknown",
                "{{ ! }}^line 1: unexpected character '!'",
                "{% break %}^line 1: {% break %} stands outside a loop",
                "{{ frobnicate(1) }}^line 1: 'frobnicate' is no function this build knows",
                "\\n{{ 'x'.frobnicate() }}^line 2: 'frobnicate' is no function this build knows",
                "{{ [].append(1) }}^line 1: 'append' is no function this build knows",
                "{% for x in [1] %}{{ loop.frob }}{% endfor %}^line 1: loop.frob is unknown",
                "{{ range(1000000) }}^line 1: range has more than 100000 numbers",
                "{{ 1 // 0 }}^line 1: division by zero",
                "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}^calls itself without end",
                "{{ 1 if }}^line 1: found",
                "{{ }}^line 1: found the end of a tag",
            })
    void namesWhatItDoesNotKnowWithItsLine(String source, String message) {
        assertThatThrownBy(
                        () -> JinjaTemplate.parse(source.replace("\\n", "\n")).render(Map.of()))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining(message);
    }
}
