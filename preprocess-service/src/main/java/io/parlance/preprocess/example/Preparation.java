package io.parlance.preprocess.example;

import io.parlance.contracts.ConversationRules;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.ExampleDropped;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.NonPreferred;
import io.parlance.contracts.Traits;
import io.parlance.contracts.Turn;
import io.parlance.model.text.ChatTemplateException;
import io.parlance.model.text.TokenSequence;
import io.parlance.preprocess.Excerpt;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.recipe.Recipe;
import io.parlance.preprocess.recipe.RecipeOutcome;
import io.parlance.preprocess.split.Splits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The three decisions on a conversation, in this order: is its id new, is its cleaned text new, does it make an
 * example. Ids and texts are compared within one dataset: a dataset is whole by itself.
 */
public final class Preparation {
    private static final int LONGEST_TEMPLATE_MESSAGE = 500;

    private final Recipe recipe;
    private final Splits splits;
    private final SentenceEmbedder embedder;
    private final int maxTokens;

    /** @param maxTokens longest example; a base model that reads less has its say */
    public Preparation(Recipe recipe, Splits splits, SentenceEmbedder embedder, int maxTokens) {
        this.recipe = recipe;
        this.splits = splits;
        this.embedder = embedder;
        this.maxTokens = maxTokens;
    }

    /**
     * First decision, then cleaning.
     *
     * @param earlier what is remembered of this dataset and id
     * @param content {@link #contentDigest} of the conversation
     */
    public Outcome clean(ConversationSubmitted conversation, Optional<Sighting> earlier, Sha256 content) {
        if (earlier.isPresent()) {
            Sighting first = earlier.get();
            return first.content().equals(content)
                    ? dropped(
                            Cleaned.notYet(conversation),
                            DropReason.ALREADY_KNOWN,
                            "same id and content as " + first.origin())
                    : dropped(
                            Cleaned.notYet(conversation),
                            DropReason.ID_REUSED,
                            "%s brought this id with other content; give each conversation its own id"
                                    .formatted(first.origin()));
        }
        return switch (recipe.apply(conversation)) {
            case RecipeOutcome.Kept kept ->
                new Outcome.GoesOn(new Cleaned(kept.conversation(), kept.language(), kept.changes()));
            case RecipeOutcome.Dropped d ->
                dropped(new Cleaned(conversation, null, d.changes()), d.reason(), d.detail());
        };
    }

    /** Second decision. @param twin id of the conversation of this dataset that had this cleaned text first */
    public Outcome compare(Cleaned cleaned, Optional<String> twin) {
        return twin.<Outcome>map(id -> dropped(
                        cleaned, DropReason.EXACT_DUPLICATE, "after cleaning the same text as conversation " + id))
                .orElseGet(() -> new Outcome.GoesOn(cleaned));
    }

    /** Third decision. @param cleaned a conversation whose id and text are new */
    public Outcome example(Cleaned cleaned, BaseModel base) {
        ConversationSubmitted conversation = cleaned.conversation();
        TokenSequence tokens;
        NonPreferred nonPreferred;
        try {
            tokens = base.tokeniser().example(TemplateInput.of(conversation));
            nonPreferred = nonPreferred(conversation, base);
        } catch (ChatTemplateException refused) {
            return dropped(
                    cleaned,
                    DropReason.REFUSED_BY_TEMPLATE,
                    "the chat template of %s: %s"
                            .formatted(base.id(), Excerpt.of(refused.getMessage(), LONGEST_TEMPLATE_MESSAGE)));
        }
        int limit = Math.min(maxTokens, base.maxPositions());
        int longest = nonPreferred == null
                ? tokens.size()
                : Math.max(tokens.size(), nonPreferred.tokens().size());
        if (longest > limit) {
            return dropped(
                    cleaned,
                    DropReason.TOO_LONG,
                    "%d tokens, at most %d (max-tokens %d, the model's positions %d); split the conversation"
                            .formatted(longest, limit, maxTokens, base.maxPositions()));
        }
        if (tokens.supervisedTokens() == 0) {
            return dropped(
                    cleaned,
                    DropReason.NOTHING_TO_TRAIN,
                    "none of its %d tokens belongs to an answer".formatted(tokens.size()));
        }
        return new Outcome.Prepared(new ExamplePrepared(
                conversation.id(),
                conversation.dataset(),
                splits.of(conversation.id()),
                conversation.messages(),
                new io.parlance.contracts.TokenIds(tokens.ids().toArray()),
                LossMask.spans(tokens),
                embedder.embed(spokenText(conversation)),
                base.id(),
                base.tokenizerSha256(),
                base.templateSha256(),
                recipe.sha256(),
                conversation.tools(),
                nonPreferred,
                traits(cleaned)));
    }

    /** Equal for conversations that say the same in the same dataset; ids and metadata play no part. */
    public static Sha256 contentDigest(ConversationSubmitted conversation) {
        List<String> parts = new ArrayList<>();
        parts.add(conversation.dataset());
        parts.addAll(ConversationRules.contentParts(
                conversation.messages(), conversation.tools(), conversation.nonPreferred()));
        return Sha256.of(parts);
    }

    /** @return null when the conversation is no preference pair */
    private static NonPreferred nonPreferred(ConversationSubmitted conversation, BaseModel base) {
        if (conversation.nonPreferred().isEmpty()) {
            return null;
        }
        TokenSequence tokens = base.tokeniser().example(TemplateInput.withNonPreferred(conversation));
        return new NonPreferred(
                conversation.nonPreferred(),
                new io.parlance.contracts.TokenIds(tokens.ids().toArray()),
                LossMask.spans(tokens));
    }

    /** What user and assistant say; instructions, often the same for a whole dataset, would hide what differs. */
    private static String spokenText(ConversationSubmitted conversation) {
        return conversation.messages().stream()
                .filter(t -> t.role().equals("user") || t.role().equals("assistant"))
                .map(Turn::content)
                .collect(Collectors.joining("\n"));
    }

    private static Traits traits(Cleaned cleaned) {
        ConversationSubmitted conversation = cleaned.conversation();
        return new Traits(
                conversation.label(),
                null,
                cleaned.language(),
                null,
                conversation.parent(),
                conversation.subject(),
                null,
                null,
                cleaned.changes());
    }

    private static Outcome.Dropped dropped(Cleaned cleaned, DropReason reason, String detail) {
        ConversationSubmitted conversation = cleaned.conversation();
        return new Outcome.Dropped(
                new ExampleDropped(conversation.id(), conversation.dataset(), reason, detail, null, cleaned.changes()));
    }
}
