package io.parlance.endtoend.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.endtoend.generated.Conversations;
import io.parlance.endtoend.generated.Generated;
import io.parlance.endtoend.generated.Kind;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BooksTest {
    private final Conversations conversations = new Conversations(5, 1_000);
    private final Account account = new Account();
    private final Map<Integer, Position> firstOf = new TreeMap<>();
    private long offset;

    @Test
    void findsNothingWrongWithAPerfectRun() {
        // Given
        everythingAsItMust(-1);
        // When
        Books books = Books.close(conversations, account);
        // Then
        assertThat(books.faults()).isEmpty();
        assertThat(books.lost() + books.doubled() + books.unexpected()).isZero();
    }

    @Test
    void allowsABatchThatWasSentTwice() {
        // Given
        everythingAsItMust(-1);
        submit(plain(), Outcome.ALREADY_KNOWN);
        // When
        Books books = Books.close(conversations, account);
        // Then
        assertThat(books.lost() + books.doubled() + books.unexpected()).isZero();
    }

    @Test
    void countsARefusalThatAnErasureOfOthersRepeatsOnce() {
        // Given: copies, known as such before and after their outcome
        account.submitted(0, 0, Positions.NOBODY);
        account.outcome(new Position(0, 0), Outcome.REJECTED);
        account.copied(0, 7);
        account.outcome(new Position(0, 7), Outcome.REJECTED);
        account.outcome(new Position(0, 8), Outcome.REJECTED);
        account.copied(0, 8);
        account.copied(0, 9);
        // Then
        assertThat(account.submittedRecords()).isEqualTo(1);
        assertThat(account.answeredRecords()).isEqualTo(1);
        assertThat(account.doubledOutcomes()).isZero();
    }

    @Test
    void findsAConversationThatIsNotOnTheTopic() {
        // Given
        everythingAsItMust(plain());
        // When
        Books books = Books.close(conversations, account);
        // Then
        assertThat(books.lost()).isPositive();
        assertThat(books.faults().getFirst()).contains("number " + plain());
    }

    @Test
    void findsARecordWithoutAnOutcomeThoughItsIdHasOne() {
        // Given
        everythingAsItMust(-1);
        account.submitted(0, offset++, plain());
        // When
        Books books = Books.close(conversations, account);
        // Then
        assertThat(books.lost()).isEqualTo(1);
    }

    @Test
    void findsAConversationThatWasPreparedTwice() {
        // Given
        everythingAsItMust(-1);
        submit(plain(), Outcome.PREPARED);
        // When
        Books books = Books.close(conversations, account);
        // Then
        assertThat(books.doubled()).isEqualTo(1);
    }

    @Test
    void findsTwoOutcomesOfOneRecord() {
        // Given
        everythingAsItMust(-1);
        account.outcome(firstOf.get(plain()), Outcome.PREPARED);
        // When
        Books books = Books.close(conversations, account);
        // Then
        assertThat(books.doubled()).isEqualTo(1);
    }

    @Test
    void findsAnOutcomeThatItsKindMayNotHave() {
        // Given
        everythingAsItMust(plain());
        submit(plain(), Outcome.named("too_long"));
        // When
        Books books = Books.close(conversations, account);
        // Then
        assertThat(books.unexpected()).isEqualTo(1);
        assertThat(books.lost()).isZero();
    }

    private int plain() {
        int number = 0;
        while (conversations.at(number).kind() != Kind.PLAIN) number++;
        return number;
    }

    /** @param without a number that is left out */
    private void everythingAsItMust(int without) {
        for (int number = 0; number < conversations.count(); number++) {
            Generated one = conversations.at(number);
            if (number == without) continue;
            if (one.kind() == Kind.MALFORMED && !conversations.straightToKafka(number))
                account.rejectedAtTheDoor(number, "rej-" + number);
            else
                submit(
                        one.idOf(),
                        Outcome.named(one.kind().outcomes().stream()
                                .sorted()
                                .findFirst()
                                .orElseThrow()));
        }
    }

    private void submit(int number, Outcome outcome) {
        Position position = new Position(0, offset++);
        firstOf.putIfAbsent(number, position);
        account.submitted(0, position.offset(), number);
        account.outcome(position, outcome);
    }
}
