package io.parlance.preprocess.augmentation.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parlance.preprocess.augmentation.Attempt;
import io.parlance.preprocess.augmentation.RewordedTurn;
import io.parlance.preprocess.augmentation.Verdict;
import java.util.List;

/**
 * The body that answers a preview.
 *
 * @param outcome passes, refused_unlike, refused_identical or failed
 * @param similarity of the turn that changed most in meaning, or null when there is none
 * @param why it does not pass, or null
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record PreviewAnswer(
        String method, String parameters, String outcome, Double similarity, String why, List<RewordedTurn> turns) {
    static PreviewAnswer of(Attempt attempt) {
        Verdict verdict = attempt.verdict();
        Double similarity =
                switch (verdict) {
                    case Verdict.Passes p -> p.similarity();
                    case Verdict.Unlike u -> u.similarity();
                    case Verdict.Identical _ -> 1.0;
                    case Verdict.Failed _ -> null;
                };
        String why =
                switch (verdict) {
                    case Verdict.Passes _ -> null;
                    case Verdict.Unlike u -> u.why();
                    case Verdict.Identical _ -> "nothing but signs and cases has changed";
                    case Verdict.Failed f -> f.why();
                };
        return new PreviewAnswer(
                attempt.method().versioned(),
                attempt.method().parameters(),
                BirthCounters.outcome(verdict),
                similarity,
                why,
                attempt.turns());
    }
}
