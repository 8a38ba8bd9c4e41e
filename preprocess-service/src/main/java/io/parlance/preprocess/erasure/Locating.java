package io.parlance.preprocess.erasure;

import io.parlance.contracts.ErasureCompleted.Conversation;
import io.parlance.contracts.ErasureRequested;
import io.parlance.preprocess.erasure.log.LogReader;
import io.parlance.preprocess.ledger.Books;
import io.parlance.preprocess.ledger.Place;
import io.parlance.preprocess.ledger.RecordKind;
import java.util.ArrayDeque;
import java.util.Queue;

/** Finds all that an erasure is about: the ledger knows where conversations lie, answers and feedback are searched for. */
final class Locating {
    private final Books books;
    private final Plan plan = new Plan();
    private final Answers answers;
    private final Origins origins;
    private final Refused refused;
    private final Queue<Conversation> open = new ArrayDeque<>();
    private final Runnable alive;

    /** @param alive called again and again */
    Locating(Books books, LogReader reader, Runnable alive) {
        this.books = books;
        this.alive = alive;
        this.answers = new Answers(reader);
        this.origins = new Origins(reader, plan, answers);
        this.refused = new Refused(books, reader);
    }

    Plan of(ErasureRequested request) {
        switch (request.scope()) {
            case SUBJECT -> {
                books.ofSubject(request.subject())
                        .forEach(place -> add(new Conversation(place.dataset(), place.conversationId())));
                answers.ofSubject(request.subject()).forEach(this::add);
                refused.ofSubject(request.subject()).forEach(this::take);
            }
            case CONVERSATION -> add(new Conversation(request.dataset(), request.conversationId()));
            case DATASET ->
                books.ofDataset(request.dataset(), place -> {
                    alive.run();
                    take(place);
                });
        }
        follow();
        answers.about(plan.conversations()).forEach(this::add);
        follow();
        answers.found().forEach(plan::add);
        return plan;
    }

    private void add(Conversation conversation) {
        if (plan.add(conversation)) {
            open.add(conversation);
        }
    }

    /** Finds the records of conversations, and those of their children. */
    private void follow() {
        for (Conversation next = open.poll(); next != null; next = open.poll()) {
            alive.run();
            for (Place place : books.places(next.id())) {
                if (!place.dataset().equals(next.dataset())) {
                    continue;
                }
                if (place.kind() == RecordKind.CHILD) {
                    add(new Conversation(place.dataset(), place.relative()));
                } else {
                    take(place);
                }
            }
        }
        origins.read();
        refused.behind(plan).forEach(this::take);
    }

    /** A record whose conversation, if it is of one, needs no further search. */
    private void take(Place place) {
        boolean refusal = place.kind() == RecordKind.REFUSED || place.kind() == RecordKind.REJECTED;
        plan.add(new Found(
                place.topic(), place.partition(), place.offset(), place.dataset(), place.conversationId(), refusal));
        if (!refusal) {
            plan.add(new Conversation(place.dataset(), place.conversationId()));
        }
        if (place.kind() == RecordKind.SUBMITTED) {
            origins.submitted(place);
        }
        if (place.kind() == RecordKind.REJECTED) {
            refused.rejected(place);
        }
    }
}
