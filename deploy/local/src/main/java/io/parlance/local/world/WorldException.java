package io.parlance.local.world;

/** A world cannot do what was asked of it; the message says why and how to mend it. */
public final class WorldException extends RuntimeException {
    public WorldException(String message) {
        super(message);
    }

    WorldException(String message, Throwable cause) {
        super(message, cause);
    }
}
