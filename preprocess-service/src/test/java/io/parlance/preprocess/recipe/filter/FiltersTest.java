package io.parlance.preprocess.recipe.filter;

import static io.parlance.preprocess.recipe.AnyConversation.after;
import static io.parlance.preprocess.recipe.AnyConversation.dropped;
import static io.parlance.preprocess.recipe.AnyConversation.recipe;
import static io.parlance.preprocess.recipe.AnyConversation.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.DropReason;
import io.parlance.contracts.Turn;
import io.parlance.preprocess.recipe.Recipe;
import io.parlance.preprocess.recipe.RecipeOutcome;
import io.parlance.preprocess.recipe.operation.RecipeFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetector;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | Where is my order? I have been waiting for a week.
            de | Wo bleibt meine Bestellung? Ich warte seit einer Woche.
            fr | Bonjour, où est ma commande ? J'attends depuis une semaine.
            es | Hola, ¿dónde está mi pedido? Llevo una semana esperando.
            ru | Здравствуйте, где мой заказ? Я жду его уже целую неделю.
            he | שלום, איפה ההזמנה שלי? אני מחכה לה כבר שבוע שלם.
            id | Halo, di mana pesanan saya? Saya sudah menunggu selama seminggu.
            zh | 我的订单在哪里？我等了一个星期了，请帮我看看好吗？谢谢。
            """)
    void tellsTheLanguage(String language, String text) {
        // When
        RecipeOutcome outcome = recipe("language").apply(saying(text, text));
        // Then
        assertThat(((RecipeOutcome.Kept) outcome).language()).isEqualTo(language);
    }

    @Test
    void guessesAsTheLibrarysOwnDetectorDoes() throws IOException {
        // Given
        LanguageDetector library;
        try (InputStream model = LanguageDetector.class.getResourceAsStream(Languages.MODEL)) {
            library = new LanguageDetectorME(new LanguageDetectorModel(model));
        }
        for (String text : List.of(
                "Where is my ORDER 12345? See https://x.example/a?b=c :-)",
                "Grüße aus München!!!! \uD83D\uDE00 @jo #x",
                "dziękuję   bardzo",
                "ありがとう",
                "a")) {
            // When
            Languages.Guess guess = Languages.loaded().guess(text);
            // Then
            Language expected = library.predictLanguage(text);
            assertThat(guess.confidence()).isCloseTo(expected.getConfidence(), within(1e-12));
        }
    }

    @Test
    void dropsWhatIsInAnotherLanguageAndTellsWhich() {
        // Given
        ConversationSubmitted german = saying("Wo bleibt meine Bestellung?", "Sie ist unterwegs, seit gestern.");
        // When
        RecipeOutcome outcome = recipe("language: {keep: [en, fr]}").apply(german);
        // Then
        assertThat(dropped(outcome).reason()).isEqualTo(DropReason.LANGUAGE);
        assertThat(dropped(outcome).detail()).matches("de \\(confidence 0\\.\\d{3}\\), kept are en, fr");
    }

    @Test
    void callsUndeterminedWhatIsTooShortOrUncertain() {
        // Given
        Recipe strict = recipe("language: {keep: [en], unsure: drop}");
        // When
        RecipeOutcome kept = recipe("language: {keep: [de]}").apply(saying("ok", "yes"));
        // Then
        assertThat(kept).isEqualTo(new RecipeOutcome.Kept(saying("ok", "yes"), "und", List.of()));
        assertThat(dropped(strict.apply(saying("ok", "yes"))).detail())
                .isEqualTo("language not sure: 6 characters, at least 20 to tell");
        assertThat(dropped(recipe("language: {min-confidence: 1, unsure: drop}")
                                .apply(saying("Where is my order?", "On its way to you.")))
                        .detail())
                .startsWith("language not sure: en with confidence");
        assertThat(dropped(recipe("language: {min-lead: 1000, unsure: drop}")
                                .apply(saying("Where is my order?", "On its way to you.")))
                        .detail())
                .startsWith("language not sure: en is ")
                .endsWith(" times as probable as the next language, at least 1000.0 to tell");
        assertThatThrownBy(() -> recipe("language: {min-lead: 0.5}"))
                .hasMessageContaining("min-lead is '0.5', expected a number from 1 to 1000");
        assertThatThrownBy(() -> recipe("language: {keep: [iw]}")).hasMessageContaining("keep names 'iw'");
        assertThatThrownBy(() -> recipe("language: {keep: [xy]}"))
                .hasMessageContaining("line 2: language: keep names 'xy', expected some of");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            und | Hi, mail me at [EMAIL]             | ok
            und | one Chai Latte please              | yes
            und | [EMAIL] [PHONE] [CARD] [IBAN]      | [EMAIL]
            und | [EMAIL_1] [PHONE_12] [CARD_1] x    | [EMAIL_2]
            en  | Could you tell me when you open?   | At nine, every day but on Mondays.
            de  | Wann machen Sie morgen auf?        | Um neun, wie an jedem Tag außer montags.
            fr  | À quelle heure ouvrez-vous demain? | À neuf heures, comme tous les jours sauf le lundi.
            es  | ¿A qué hora abren mañana?          | A las nueve, como todos los días menos el lunes.
            it  | A che ora aprite domani?           | Alle nove, come tutti i giorni tranne il lunedì.
            """)
    void tellsALanguageOnlyWhereThereIsEnoughOfIt(String language, String question, String answer) {
        assertThat(recipe("language").apply(saying(question, answer)))
                .isInstanceOfSatisfying(RecipeOutcome.Kept.class, kept -> assertThat(kept.language())
                        .isEqualTo(language));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            length: {min-characters: 12}                | the conversation has 11 characters, at least 12
            length: {max-characters: 10}                | the conversation has 11 characters, at most 10
            length: {min-words: 4}                      | the conversation has 3 words, at least 4
            length: {max-turns: 1}                      | the conversation has 2 turns, at most 1
            length: {per: turn, min-characters: 5}      | messages[1] (assistant) has 4 characters, at least 5
            length: {per: turn, max-words: 1}           | messages[0] (user) has 2 words, at most 1
            """)
    void dropsWhatIsTooShortOrTooLong(String operation, String detail) {
        // When
        RecipeOutcome outcome = recipe(operation).apply(saying("Hi you!", "Yes."));
        // Then
        assertThat(dropped(outcome).reason()).isEqualTo(DropReason.LENGTH);
        assertThat(dropped(outcome).detail()).isEqualTo(detail);
    }

    @Test
    void keepsWhatIsWithinItsLimits() {
        // Given
        Recipe recipe =
                recipe("length: {min-characters: 11, max-characters: 11, min-words: 3, max-words: 3, max-turns: 2}");
        // When
        RecipeOutcome outcome = recipe.apply(saying("Hi you!", "Yes."));
        // Then
        assertThat(outcome).isInstanceOf(RecipeOutcome.Kept.class);
        assertThatThrownBy(() -> recipe("length: {per: turn}"))
                .hasMessageEndingWith("so nothing is too short or too long; give one of them");
        assertThatThrownBy(() -> recipe("length: {min-words: 3, max-words: 2}"))
                .hasMessageContaining("length: max-words is 2, expected at least min-words (3), or 0 for no limit");
    }

    @Test
    void dropsATurnThatSaysTheSameAgainAndAgain() {
        // Given
        String loop = "I am happy to help you today. ".repeat(6);
        String list = "- tea\n".repeat(12);
        // When
        RecipeOutcome words = recipe("repetition").apply(saying("Hello", loop));
        RecipeOutcome lines =
                recipe("repetition: {max-share: 1, min-words: 10}").apply(saying(list, "ok"));
        // Then
        assertThat(dropped(words).reason()).isEqualTo(DropReason.REPETITION);
        assertThat(dropped(words).detail())
                .isEqualTo("messages[1] (assistant): 82 % of its 4-grams of words stood in it before, at most 50 %");
        assertThat(dropped(lines).detail())
                .isEqualTo("messages[0] (user): 92 % of its lines stood in it before, at most 50 %");
        assertThat(recipe("repetition").apply(saying("yes yes yes yes", "Buffalo buffalo Buffalo buffalo")))
                .isInstanceOf(RecipeOutcome.Kept.class);
    }

    @Test
    void dropsOrMasksFlaggedWordsAsWholeWords() {
        // Given
        String operation = "flagged-words: {words: [darn, heck of a], action: %s}";
        // When
        RecipeOutcome outcome = recipe(operation.formatted("drop")).apply(saying("What a HECK of a day", "ok"));
        // Then
        assertThat(dropped(outcome).reason()).isEqualTo(DropReason.FLAGGED_WORDS);
        assertThat(dropped(outcome).detail()).isEqualTo("messages[0] (user), character 7: 'heck of a' is flagged");
        assertThat(after(operation.formatted("drop"), "darning a heck of socks"))
                .isEqualTo("darning a heck of socks");
        assertThat(after(operation.formatted("mask"), "Darn, what a heck of a day!"))
                .isEqualTo("[FLAGGED], what a [FLAGGED] day!");
    }

    @Test
    void dropsNothingForWordsThatTheInstructionsForbid() {
        // Given
        List<Turn> turns =
                List.of(new Turn("system", "Never say darn."), new Turn("user", "Hi"), new Turn("assistant", "Hello."));
        // When
        RecipeOutcome outcome = recipe("flagged-words: {words: [darn]}")
                .apply(new ConversationSubmitted("c1", "live", turns, Map.of()));
        // Then
        assertThat(outcome).isInstanceOf(RecipeOutcome.Kept.class);
    }

    @Test
    void refusesAMaskThatNothingWouldGet() {
        assertThatThrownBy(() -> recipe("flagged-words: {words: [darn], mask: XX}"))
                .hasMessageContaining("line 2: flagged-words: mask is 'XX', but action is drop");
    }

    @Test
    void readsFlaggedWordsFromAFileAndCountsItIntoTheDigest(@TempDir Path folder) throws IOException {
        // Given
        Path list = folder.resolve("words.txt");
        String yaml = "operations:\n  - flagged-words: {file: words.txt}\n";
        Files.writeString(list, "darn\n\nheck\n");
        Recipe before = Recipe.read(yaml, RecipeFolder.at(folder));
        Files.writeString(list, "darn\n");
        // When
        Recipe after = Recipe.read(yaml, RecipeFolder.at(folder));
        // Then
        assertThat(dropped(before.apply(saying("oh heck", "ok"))).reason()).isEqualTo(DropReason.FLAGGED_WORDS);
        assertThat(after.apply(saying("oh heck", "ok"))).isInstanceOf(RecipeOutcome.Kept.class);
        assertThat(after.sha256()).isNotEqualTo(before.sha256());
        assertThat(Recipe.read("# same\n" + yaml, RecipeFolder.at(folder)).sha256())
                .isEqualTo(after.sha256());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ../secret.txt | leads out of the recipe's folder
            /etc/hostname | leads out of the recipe's folder
            way-out       | leads out of the recipe's folder
            missing.txt   | cannot be read in the recipe's folder (NoSuchFileException)
            bytes.txt     | is not in UTF-8
            """)
    void followsNoNameOutOfTheRecipesFolder(String name, String problem, @TempDir Path folder) throws IOException {
        // Given
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Path secret = Files.writeString(folder.resolve("secret.txt"), "tell nobody");
        Files.createSymbolicLink(inside.resolve("way-out"), secret);
        Files.write(inside.resolve("bytes.txt"), new byte[] {(byte) 0xC3, 0x28});
        String yaml = "operations:\n  - flagged-words: {file: " + name + "}\n";
        // Then
        assertThatThrownBy(() -> Recipe.read(yaml, RecipeFolder.at(inside)))
                .hasMessage("recipe, line 2: flagged-words: file '%s' %s".formatted(name, problem));
        assertThatThrownBy(() -> Recipe.read(yaml)).hasMessageContaining("this recipe has no folder");
    }
}
