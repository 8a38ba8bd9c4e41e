package io.parlance.preprocess.duplicates;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Ids by ordinal, as UTF-8 one after the other: the bytes of the id and ten to fourteen more for each. */
final class IdArena {
    private static final int PAGE = 1 << 16;
    private static final int FIRST = 256;

    private byte[][] pages = {new byte[FIRST]};
    private int page;
    private int used;
    private long[] places = new long[8]; // page << 32 | offset of a length byte pair, + 1; 0: none

    void put(int ordinal, String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        int needed = Short.BYTES + bytes.length;
        makeRoom(needed);
        if (ordinal >= places.length) {
            places = Arrays.copyOf(places, Math.max(ordinal + 1, places.length + places.length / 2));
        }
        places[ordinal] = ((long) page << Integer.SIZE | used) + 1;
        byte[] there = pages[page];
        there[used] = (byte) (bytes.length >>> Byte.SIZE);
        there[used + 1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, there, used + Short.BYTES, bytes.length);
        used += needed;
    }

    private void makeRoom(int needed) {
        int room = Math.max(PAGE, needed);
        if (used + needed <= pages[page].length) {
            return;
        }
        if (page == 0 && used + needed <= PAGE) {
            // The first page grows, since most datasets are small.
            pages[0] = Arrays.copyOf(pages[0], Math.min(PAGE, Math.max(2 * pages[0].length, used + needed)));
            return;
        }
        page++;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, pages.length + pages.length / 2 + 1);
        }
        pages[page] = new byte[room];
        used = 0;
    }

    /** @throws IllegalArgumentException when there is none */
    String get(int ordinal) {
        long place = ordinal < places.length ? places[ordinal] - 1 : -1;
        if (place < 0) {
            throw new IllegalArgumentException("no conversation has ordinal %d".formatted(ordinal));
        }
        byte[] there = pages[(int) (place >>> Integer.SIZE)];
        int at = (int) place;
        int length = (there[at] & 0xff) << Byte.SIZE | there[at + 1] & 0xff;
        return new String(there, at + Short.BYTES, length, StandardCharsets.UTF_8);
    }

    /** Overwrites it. */
    void remove(int ordinal) {
        if (ordinal < places.length && places[ordinal] > 0) {
            long place = places[ordinal] - 1;
            byte[] there = pages[(int) (place >>> Integer.SIZE)];
            int at = (int) place;
            int length = (there[at] & 0xff) << Byte.SIZE | there[at + 1] & 0xff;
            Arrays.fill(there, at, at + Short.BYTES + length, (byte) 0);
            places[ordinal] = 0;
        }
    }

    long bytes() {
        long bytes = (long) places.length * Long.BYTES;
        for (byte[] there : pages) {
            bytes += there == null ? 0 : there.length;
        }
        return bytes;
    }
}
