package io.parlance.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class LeakCheckCommandTest {
    @Test
    void showsFiguresAndPairsAsPeopleReadThem() throws Exception {
        // Given
        var report = new ObjectMapper().readTree("""
                {"leaks": true, "total": 3,
                 "sides": [{"name": "a", "texts": 20, "crossing": 2}, {"name": "b", "texts": 5, "crossing": 1}],
                 "crossings": [{"one": "a", "other": "b", "exact": 1, "normalised": 0, "near": 2}],
                 "pairs": [{"kind": "exact", "similarity": 1.0,
                            "one": {"side": "a", "id": "c-1", "line": 2}, "other": {"side": "b", "id": null, "line": 3}}],
                 "unread": {"b": {"total": 4, "lines": [7, 8]}}}
                """);
        // Then
        assertThat(LeakCheckCommand.lines(report))
                .containsExactly(
                        "a: 20 texts, 2 of them also elsewhere",
                        "b: 5 texts, 1 of them also elsewhere",
                        "b: 4 lines could not be read, the first being 7",
                        "sides  exact  normalised  near",
                        "a/b        1           0     2",
                        "",
                        "kind   similarity  one      other",
                        "exact       1.000  a:2 c-1  b:3",
                        "and 2 more (--limit)");
    }
}
