package io.parlance.evaluator.evaluation;

/**
 * What one model made of one conversation.
 *
 * @param supervisedTokens tokens that count
 * @param negativeLogLikelihood sum over them, nats
 * @param rightTokens those that were the model's first choice
 * @param answers how many answers the model gave
 * @param f1Sum sum of their F1 against what the conversation says
 */
public record ConversationScore(
        String conversationId,
        long supervisedTokens,
        double negativeLogLikelihood,
        long rightTokens,
        int answers,
        double f1Sum) {}
