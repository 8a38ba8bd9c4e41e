package io.parlance.model.text;

/** A chat template could not be read, or refused a conversation; the message says where and why. */
public final class ChatTemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ChatTemplateException(String message) {
        super(message);
    }
}
