package io.parlance.preprocess.example;

import io.parlance.preprocess.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is remembered of an id: what was said the first time, and where that and the first {@value #MOST_AGAIN} repetitions
 * came in. Stored as 32 bytes of digest, and in UTF-8 a line with the origin and one with the other places.
 *
 * @param origin {@code kafka:<topic>-<partition>@<offset>}
 * @param again places of later records with this id, {@code <partition>@<offset>}
 * @param whole whether there were no more than these
 */
public record Sighting(Sha256 content, String origin, List<String> again, boolean whole) {
    private static final int MOST_AGAIN = 16;
    private static final String MORE = "+";

    public Sighting {
        again = List.copyOf(again);
    }

    /** @param position {@code <topic>-<partition>@<offset>} */
    public static Sighting first(Sha256 content, String position) {
        return new Sighting(content, "kafka:" + position, List.of(), true);
    }

    /** With another record of the same id. @param place {@code <partition>@<offset>} */
    public Sighting and(String place) {
        if (!whole || again.size() == MOST_AGAIN) {
            return new Sighting(content, origin, again, false);
        }
        List<String> more = new ArrayList<>(again);
        more.add(place);
        return new Sighting(content, origin, more, true);
    }

    /**
     * Whether the record that is now kept at another place had been read when it was at its first. Anybody can write that a
     * record was somewhere, so it is looked up. Where repetitions were too many to be noted, it was if the id was known by
     * then. If it was not, all that was known before is lost or the record is not what it says, and is taken for a new one.
     *
     * @param former {@code <partition>@<offset>}, where it was first
     */
    public boolean wasReadAt(String former) {
        return place().equals(former) || again.contains(former) || !whole && wasKnownBy(former);
    }

    /** Of another partition nothing can be told; that nothing was lost is likelier. */
    private boolean wasKnownBy(String former) {
        int at = place().indexOf('@');
        return !former.startsWith(place().substring(0, at + 1))
                || Long.parseLong(place().substring(at + 1)) <= Long.parseLong(former.substring(at + 1));
    }

    private String place() {
        return placeOf(origin);
    }

    /** @param position that ends with {@code -<partition>@<offset>} @return the end without the dash */
    public static String placeOf(String position) {
        return position.substring(position.lastIndexOf('-') + 1);
    }

    public byte[] toBytes() {
        String places = String.join(" ", again) + (whole ? "" : MORE);
        byte[] where = (origin + "\n" + places).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Sha256.BYTES + where.length)
                .put(content.toBytes())
                .put(where)
                .array();
    }

    /** What an earlier version stored has one line, and nobody knows of repetitions. */
    public static Sighting fromBytes(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        byte[] digest = new byte[Sha256.BYTES];
        bytes.get(digest);
        String where = StandardCharsets.UTF_8.decode(bytes).toString();
        int line = where.indexOf('\n');
        String origin = line < 0 ? where : where.substring(0, line);
        String places = line < 0 ? MORE : where.substring(line + 1);
        boolean whole = !places.endsWith(MORE);
        String noted = whole ? places : places.substring(0, places.length() - MORE.length());
        return new Sighting(
                Sha256.fromDigest(digest),
                origin,
                noted.isEmpty() ? List.of() : Arrays.asList(noted.split(" ")),
                whole);
    }
}
