package io.parlance.preprocess.example;

import io.parlance.contracts.Change;
import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.Turn;
import io.parlance.model.text.ChatTemplateException;
import io.parlance.preprocess.Excerpt;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.duplicates.Fingerprint;
import io.parlance.preprocess.recipe.DuplicateRules;
import io.parlance.preprocess.recipe.Recipe;
import io.parlance.preprocess.recipe.RecipeOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What becomes of a conversation by itself: what the recipe makes of it, whether its id is new, whether it makes an
 * example. Ids are compared within one dataset: a dataset is whole by itself.
 */
public final class Preparation {
    private static final int LONGEST_TEMPLATE_MESSAGE = 500;

    private final Recipe recipe;
    private final SentenceEmbedder embedder;
    private final Fitting fitting;
    private final int maxTokens;

    /** With everything too long dropped. @param maxTokens longest example; a base model that reads less has its say */
    public Preparation(Recipe recipe, SentenceEmbedder embedder, int maxTokens) {
        this(recipe, embedder, maxTokens, OverLength.DROP);
    }

    /** @param overLength what becomes of longer conversations */
    public Preparation(Recipe recipe, SentenceEmbedder embedder, int maxTokens, OverLength overLength) {
        this.recipe = recipe;
        this.fitting = new Fitting(overLength);
        this.embedder = embedder;
        this.maxTokens = maxTokens;
    }

    /** What the recipe says of duplicates. */
    public DuplicateRules duplicates() {
        return recipe.duplicates();
    }

    /** First the recipe, so that nothing of what it takes out is ever written again. */
    public Received receive(ConversationSubmitted original) {
        Sha256 content = contentDigest(original);
        return switch (recipe.apply(original)) {
            case RecipeOutcome.Kept kept ->
                new Received(
                        original.id(),
                        original.dataset(),
                        content,
                        withoutWhatIsNotNeeded(kept.conversation()),
                        kept.language(),
                        kept.changes(),
                        null,
                        null);
            case RecipeOutcome.Dropped d ->
                new Received(
                        original.id(), original.dataset(), content, null, null, d.changes(), d.reason(), d.detail());
        };
    }

    private static ConversationSubmitted withoutWhatIsNotNeeded(ConversationSubmitted c) {
        return new ConversationSubmitted(
                c.id(),
                c.dataset(),
                c.messages(),
                Map.of(),
                c.tools(),
                c.parallelToolCalls(),
                c.nonPreferred(),
                c.label(),
                c.subject(),
                null,
                c.parent());
    }

    /** Then its id. @param earlier what is remembered of this dataset and id */
    public Outcome identify(Received received, Optional<Sighting> earlier) {
        if (earlier.isPresent()) {
            Sighting first = earlier.get();
            return first.content().equals(received.content())
                    ? dropped(received, DropReason.ALREADY_KNOWN, "same id and content as " + first.origin(), List.of())
                    : dropped(
                            received,
                            DropReason.ID_REUSED,
                            "%s brought this id with other content; give each conversation its own id"
                                    .formatted(first.origin()),
                            List.of());
        }
        if (received.reason() != null) {
            return dropped(received, received.reason(), received.detail(), received.changes());
        }
        return new Outcome.New(received);
    }

    /** Then its tokens. @param received a conversation whose id is new */
    public Outcome example(Received received, BaseModel base) {
        ConversationSubmitted conversation = received.conversation();
        int limit = Math.min(maxTokens, base.maxPositions());
        Fit fit;
        try {
            fit = fitting.fit(conversation, base, limit);
        } catch (ChatTemplateException refused) {
            return dropped(
                    received,
                    DropReason.REFUSED_BY_TEMPLATE,
                    "the chat template of %s: %s"
                            .formatted(base.id(), Excerpt.of(refused.getMessage(), LONGEST_TEMPLATE_MESSAGE)),
                    received.changes());
        }
        return switch (fit) {
            case Fit.Fits fits -> drafted(received, base, fits);
            case Fit.TooLong(int tokens, String hint) ->
                dropped(
                        received,
                        DropReason.TOO_LONG,
                        "%d tokens, at most %d (max-tokens %d, the model's positions %d); %s"
                                .formatted(tokens, limit, maxTokens, base.maxPositions(), hint),
                        received.changes());
            case Fit.NothingToTrain(int tokens) ->
                dropped(
                        received,
                        DropReason.NOTHING_TO_TRAIN,
                        "none of its %d tokens belongs to an answer".formatted(tokens),
                        received.changes());
        };
    }

    private Outcome drafted(Received received, BaseModel base, Fit.Fits fits) {
        ConversationSubmitted conversation = received.conversation();
        List<Change> changes = new ArrayList<>(received.changes());
        changes.addAll(fits.changes());
        return new Outcome.Drafted(new Candidate(
                conversation.id(),
                conversation.dataset(),
                fits.drafts(),
                embedder.embed(spokenText(conversation)),
                base.id(),
                base.tokenizerSha256(),
                base.templateSha256(),
                recipe.sha256(),
                conversation.tools(),
                conversation.label(),
                received.language(),
                conversation.parent(),
                conversation.subject(),
                changes,
                Fingerprint.of(conversation, recipe)));
    }

    /** Equal for conversations that say the same in the same dataset; ids and metadata play no part. */
    public static Sha256 contentDigest(ConversationSubmitted conversation) {
        List<String> parts = new ArrayList<>();
        parts.add(conversation.dataset());
        parts.addAll(ConversationRules.contentParts(
                conversation.messages(), conversation.tools(), conversation.nonPreferred()));
        return Sha256.of(parts);
    }

    /** What user and assistant say; instructions, often the same for a whole dataset, would hide what differs. */
    public static String spokenText(ConversationSubmitted conversation) {
        return conversation.messages().stream()
                .filter(t -> t.role().equals("user") || t.role().equals("assistant"))
                .map(Turn::content)
                .collect(Collectors.joining("\n"));
    }

    private static Outcome.Dropped dropped(Received received, DropReason reason, String detail, List<Change> changes) {
        return new Outcome.Dropped(
                new ExampleDropped(received.id(), received.dataset(), reason, detail, null, changes));
    }
}
