package io.parlance.endtoend.generated;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Words of a language and sentences with places for them. Nearly every three words in a row hold one drawn word, so two
 * conversations that were drawn apart share hardly any.
 */
final class Vocabulary {
    static final Vocabulary ENGLISH = new Vocabulary(
            List.of(
                    "Could you tell me whether the A N from P is still V by T?",
                    "The A N that T V in P was A and rather A.",
                    "I would like to have my A N V before T comes to P.",
                    "T says that every A N in P gets V with a A N.",
                    "Please put the A N next to the A N, since T has V both.",
                    "We V a A N for T last week and it looks A in P.",
                    "How long does it take until a A N is V for T in P?",
                    "It costs K crowns, because the A N had to be V by T and his A N.",
                    "Our N in P opens at K, and T has V the A N there.",
                    "Nobody V the A N as well as T, who keeps a A N in P.",
                    "When the N is A, T brings the A N back to P, usually V.",
                    "Yes, number K is a A N; T V it and sent the A N along."),
            List.of(
                    "lamp kettle ladder violin carpet mirror bicycle teapot blanket drawer bucket compass candle hammer pillow saddle",
                    "basket clock curtain barrel anchor button bottle chimney cradle engine feather fiddle goblet handle helmet jacket",
                    "kennel lantern locket mantle needle paddle pencil piano pocket pulley quilt ribbon saucer scarf shelf shutter",
                    "sleeve spindle spoon stool tablecloth telescope thimble towel tray trumpet trunk umbrella vase wardrobe whistle window"),
            List.of(
                    "amber ancient bitter blue brass bright broken bronze brown careful cheap clean clever cold copper cosy",
                    "crooked dark dear deep delicate dented dry dusty elegant empty faded famous fine fragile fresh gentle",
                    "golden grand green grey handsome heavy hollow humble ivory jolly large lean light little lively long",
                    "loose loud mellow narrow neat noble old oval pale patient plain polished proud quick quiet rare"),
            List.of(
                    "adjusted balanced blessed borrowed bought brushed carried carved chosen cleaned collected counted covered decorated delivered drawn",
                    "dropped dyed exchanged examined fetched finished folded forgotten framed furnished gathered glued hidden inspected installed joined",
                    "kept labelled lifted loaded mended moved opened ordered packed painted patched plated polished preserved promised repaired",
                    "replaced returned rinsed sanded sealed selected sewn sharpened sketched sold sorted stitched stored straightened tested tightened"),
            List.of(
                    "Abingdon Bexley Calne Dorking Evesham Fowey Goole Hexham Ilkley Jarrow Kendal Ludlow Malton Newark Oakham Penrith",
                    "Quorn Ripon Selby Thirsk Uppingham Ventnor Whitby Yarm Alnwick Buxton Cromer Diss Epworth Frome Grantham Holt"),
            List.of(
                    "Agnes Albert Beatrice Bernard Cecily Clement Dorothy Edmund Eleanor Felix Florence George Harriet Hugo Irene Jasper",
                    "Judith Kenneth Lavinia Leonard Mabel Martin Nora Oswald Phoebe Quentin Rosalind Silas Tabitha Ursula Victor Winifred"));

    private static final Vocabulary GERMAN = new Vocabulary(
            List.of(
                    "Können Sie mir sagen, ob der A N aus P noch von T V wird?",
                    "Wir haben den A N für T gestern V, und er steht jetzt in P.",
                    "T sagt, dass jeder A N in P mit einem A N V wurde.",
                    "Bitte stellen Sie den A N neben den A N, denn T hat beide V."),
            List.of(
                    "Tisch Stuhl Schrank Spiegel Teppich Vorhang Kessel Hammer Leuchter Koffer Mantel Löffel Becher Knopf Ofen Korb"),
            List.of(
                    "alten neuen blauen grünen schweren leichten breiten schmalen runden hellen dunklen feinen großen kleinen teuren seltenen"),
            List.of(
                    "gekauft verkauft gebracht geholt geputzt gemalt geprüft bestellt geliefert repariert gefunden verpackt gezählt geordnet poliert genäht"),
            List.of(
                    "Jena Kassel Lübeck Mainz Passau Rostock Trier Ulm Worms Zwickau Bremen Celle Emden Fulda Goslar Husum"),
            List.of(
                    "Anneliese Bertram Clara Dietrich Elfriede Friedrich Gisela Hartmut Irmgard Jürgen Käthe Lorenz Mathilde Norbert Ottilie Sieglinde"));

    private static final Vocabulary SPANISH = new Vocabulary(
            List.of(
                    "¿Me puede decir si el N A de P todavía será V por T?",
                    "Ayer hemos V el N A para T y ahora está en P.",
                    "T dice que cada N A en P fue V con un N A.",
                    "Ponga el N A al lado del N A, porque T ha V los dos."),
            List.of(
                    "espejo armario cuadro sombrero reloj tambor cajón martillo cuchillo plato vaso zapato bolso libro banco violín"),
            List.of(
                    "viejo nuevo pesado ligero ancho estrecho redondo claro oscuro fino grande pequeño caro raro limpio roto"),
            List.of(
                    "comprado vendido traído llevado limpiado pintado revisado pedido entregado reparado encontrado guardado contado ordenado pulido cosido"),
            List.of(
                    "Ávila Burgos Cádiz Denia Elche Ferrol Gijón Huesca Jaén León Mérida Oviedo Palencia Ronda Soria Teruel"),
            List.of(
                    "Alicia Benito Carmen Diego Elena Fermín Graciela Hugo Inés Joaquín Leonor Marcos Nuria Óscar Pilar Ramón"));

    private static final Vocabulary FRENCH = new Vocabulary(
            List.of(
                    "Pouvez-vous me dire si le N A de P sera encore V par T ?",
                    "Nous avons V le N A pour T hier, et il se trouve maintenant à P.",
                    "T dit que chaque N A à P a été V avec un N A.",
                    "Mettez le N A à côté du N A, puisque T a V les deux."),
            List.of(
                    "miroir tapis rideau marteau chapeau tambour tiroir couteau verre panier manteau bouton fauteuil piano livre coffre"),
            List.of("ancien nouveau lourd léger large étroit rond clair sombre fin grand petit cher rare propre cassé"),
            List.of(
                    "acheté vendu apporté cherché nettoyé peint vérifié commandé livré réparé trouvé emballé compté rangé poli cousu"),
            List.of(
                    "Albi Beaune Cahors Dinan Évreux Fécamp Gap Honfleur Laon Menton Nevers Orange Pau Quimper Rodez Sète"),
            List.of(
                    "Adèle Bastien Céline Denis Édith Fabien Gisèle Henri Isabelle Jérôme Lucie Mathieu Noémie Olivier Pauline Rémi"));

    static final List<Vocabulary> FOREIGN = List.of(GERMAN, SPANISH, FRENCH);

    private final List<List<String>> sentences;
    private final List<String> nouns;
    private final List<String> adjectives;
    private final List<String> verbs;
    private final List<String> places;
    private final List<String> names;

    private Vocabulary(
            List<String> sentences,
            List<String> nouns,
            List<String> adjectives,
            List<String> verbs,
            List<String> places,
            List<String> names) {
        this.sentences = sentences.stream().map(s -> List.of(s.split(" "))).toList();
        this.nouns = words(nouns);
        this.adjectives = words(adjectives);
        this.verbs = words(verbs);
        this.places = words(places);
        this.names = words(names);
    }

    private static List<String> words(List<String> lines) {
        return lines.stream().flatMap(line -> List.of(line.split(" ")).stream()).toList();
    }

    String sentence(SplittableRandom random) {
        var text = new StringBuilder(100);
        for (String word : sentences.get(random.nextInt(sentences.size()))) {
            if (!text.isEmpty()) text.append(' ');
            char first = word.charAt(0);
            boolean place = word.length() == 1 || !Character.isLetter(word.charAt(1));
            String drawn = place ? drawn(first, random) : null;
            text.append(drawn == null ? word : drawn + word.substring(1));
        }
        return text.toString();
    }

    private String drawn(char place, SplittableRandom random) {
        return switch (place) {
            case 'N' -> one(nouns, random);
            case 'A' -> one(adjectives, random);
            case 'V' -> one(verbs, random);
            case 'P' -> one(places, random);
            case 'T' -> one(names, random);
            case 'K' -> Integer.toString(1 + random.nextInt(999));
            default -> null;
        };
    }

    private static String one(List<String> words, SplittableRandom random) {
        return words.get(random.nextInt(words.size()));
    }
}
