package io.parlance.model.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Collects what an engine says of one request. */
final class Answers implements GenerationListener {
    final List<GeneratedToken> tokens = new ArrayList<>();
    final CompletableFuture<Finish> finish = new CompletableFuture<>();
    volatile int completionTokens = -1;
    private final Consumer<Answers> onToken;

    Answers() {
        this(answer -> {});
    }

    Answers(Consumer<Answers> onToken) {
        this.onToken = onToken;
    }

    @Override
    public void token(GeneratedToken token) {
        if (finish.isDone()) {
            throw new AssertionError("a token after the end");
        }
        tokens.add(token);
        onToken.accept(this);
    }

    @Override
    public void finished(Finish reason, int count) {
        completionTokens = count;
        if (!finish.complete(reason)) {
            throw new AssertionError("finished twice");
        }
    }

    Finish await() {
        return finish.orTimeout(30, TimeUnit.SECONDS).join();
    }

    List<Integer> ids() {
        return tokens.stream().map(GeneratedToken::tokenId).toList();
    }
}
