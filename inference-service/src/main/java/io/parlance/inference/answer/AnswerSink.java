package io.parlance.inference.answer;

/** Takes the answers of one request as they grow, one call at a time. */
public interface AnswerSink {
    /** More of a choice; not empty. */
    void piece(int choice, Piece piece);

    /** The last call for this choice. @param completionTokens generated for it, an end mark included */
    void ended(int choice, Ending ending, int completionTokens);
}
