package io.parlance.preprocess.example;

import io.parlance.contracts.Change;
import io.parlance.contracts.Embedding;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.Parent;
import io.parlance.contracts.Split;
import io.parlance.contracts.Traits;
import io.parlance.preprocess.duplicates.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that makes a conversation an example but its place among the others of its dataset.
 *
 * @param drafts one, or the parts of a long conversation in their order
 * @param fingerprint by which duplicates are found
 */
public record Candidate(
        String id,
        String dataset,
        List<Draft> drafts,
        Embedding embedding,
        String baseModel,
        String tokenizerSha256,
        String templateSha256,
        String recipeSha256,
        List<Map<String, Object>> tools,
        String label,
        String language,
        Parent parent,
        String subject,
        List<Change> changes,
        Fingerprint fingerprint) {
    public Candidate {
        drafts = List.copyOf(drafts);
        tools = tools == null ? List.of() : List.copyOf(tools);
        changes = changes == null ? List.of() : List.copyOf(changes);
    }

    /** Its examples, one for each draft. @param stratum and group may be null */
    public List<ExamplePrepared> examples(Split split, String stratum, String group) {
        List<ExamplePrepared> examples = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            boolean parts = drafts.size() > 1;
            Draft draft = drafts.get(i);
            examples.add(new ExamplePrepared(
                    id,
                    dataset,
                    split,
                    draft.messages(),
                    draft.tokens(),
                    draft.trained(),
                    embedding,
                    baseModel,
                    tokenizerSha256,
                    templateSha256,
                    recipeSha256,
                    tools,
                    draft.nonPreferred(),
                    new Traits(
                            label,
                            stratum,
                            language,
                            group,
                            parent,
                            subject,
                            parts ? i + 1 : null,
                            parts ? drafts.size() : null,
                            changes)));
        }
        return examples;
    }
}
