package io.parlance.preprocess.duplicates;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Signatures by their bands, in memory. Conversations are known by their ordinals, small whole numbers. Per
 * conversation it holds the signature, four bytes a band for the chain of its bucket, and two to four a band for the
 * bucket's head: for 24 bands of 4 rows 240 to 288 bytes.
 */
final class BandIndex {
    private static final int PAGE_BITS = 10;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int FIRST_BUCKETS = 16;

    /**
     * A bucket is followed so far, from its newest on. What shares a band with more than that without being alike has
     * a piece of text in common with much of its dataset.
     */
    private static final int LONGEST_WALK = 64;

    /** Of so many, those that share most bands, the signatures are compared. */
    private static final int MOST_RANKED = 128;

    private final Bands bands;
    private final BitSet members = new BitSet();
    private byte[][] signatures = new byte[0][];
    private int[][] chains = new int[0][]; // per page: ordinal + 1 of the next in the bucket, or 0
    private int[][] heads; // (bands, buckets): ordinal + 1 of the newest, or 0
    private int linked;

    BandIndex(Bands bands) {
        this.bands = bands;
        this.heads = new int[bands.bands()][FIRST_BUCKETS];
    }

    void add(int ordinal, byte[] signature) {
        put(ordinal, signature);
        if (++linked > 2 * heads[0].length) {
            relink();
        } else {
            link(ordinal);
        }
    }

    /** Like {@link #add}, but found only after {@link #relink}: for restoring, in any order. */
    void put(int ordinal, byte[] signature) {
        int page = ordinal >>> PAGE_BITS;
        if (page >= signatures.length) {
            int pages = Math.max(page + 1, signatures.length + signatures.length / 2);
            signatures = Arrays.copyOf(signatures, pages);
            chains = Arrays.copyOf(chains, pages);
        }
        if (signatures[page] == null) {
            // The first page grows, since most datasets are small.
            signatures[page] = new byte[(page == 0 ? FIRST_BUCKETS : PAGE) * bands.signatureBytes()];
            chains[page] = new int[(page == 0 ? FIRST_BUCKETS : PAGE) * bands.bands()];
        }
        int needed = (ordinal & (PAGE - 1)) + 1;
        if (signatures[page].length < needed * bands.signatureBytes()) {
            int room = Math.min(PAGE, Integer.highestOneBit(needed) * 2);
            signatures[page] = Arrays.copyOf(signatures[page], room * bands.signatureBytes());
            chains[page] = Arrays.copyOf(chains[page], room * bands.bands());
        }
        System.arraycopy(signature, 0, signatures[page], place(ordinal), signature.length);
        members.set(ordinal);
    }

    /** Takes it out; it leaves no trace of what it said. */
    void remove(int ordinal) {
        if (members.get(ordinal)) {
            members.clear(ordinal);
            int at = place(ordinal);
            Arrays.fill(signatures[ordinal >>> PAGE_BITS], at, at + bands.signatureBytes(), (byte) 0);
        }
    }

    /** Builds all buckets anew, in the order of the ordinals, so that the order of restoring plays no part. */
    void relink() {
        linked = members.cardinality();
        int buckets = Math.max(FIRST_BUCKETS, Integer.highestOneBit(Math.max(1, linked)) * 2);
        heads = new int[bands.bands()][buckets];
        for (int ordinal = members.nextSetBit(0); ordinal >= 0; ordinal = members.nextSetBit(ordinal + 1)) {
            link(ordinal);
        }
    }

    private void link(int ordinal) {
        byte[] page = signatures[ordinal >>> PAGE_BITS];
        int[] chain = chains[ordinal >>> PAGE_BITS];
        int link = (ordinal & (PAGE - 1)) * bands.bands();
        for (int band = 0; band < bands.bands(); band++) {
            int bucket = bucket(page, place(ordinal), band);
            chain[link + band] = heads[band][bucket];
            heads[band][bucket] = ordinal + 1;
        }
    }

    private int bucket(byte[] bytes, int from, int band) {
        long hash = band;
        for (int i = from + band * bands.rows(); i < from + (band + 1) * bands.rows(); i++) {
            hash = hash * 0x9e3779b97f4a7c15L + (bytes[i] & 0xff);
        }
        return (int) Mixing.mix(hash) & (heads[0].length - 1);
    }

    private int place(int ordinal) {
        return (ordinal & (PAGE - 1)) * bands.signatureBytes();
    }

    /**
     * Those that share a band, most alike first.
     *
     * @param leastRows in which a signature must agree with this one
     * @param most so many at most
     */
    int[] candidates(byte[] signature, int leastRows, int most) {
        long[] sharing = byBandsShared(met(signature));
        long[] ranked = new long[Math.min(sharing.length, MOST_RANKED)];
        int kept = 0;
        for (int i = 0; i < ranked.length; i++) {
            int ordinal = (int) sharing[i];
            int agreeing = agreeing(signature, ordinal);
            if (agreeing >= leastRows) {
                // Most rows first, then the smallest ordinal.
                ranked[kept++] = (long) (bands.signatureBytes() - agreeing) << Integer.SIZE | ordinal;
            }
        }
        Arrays.sort(ranked, 0, kept);
        int[] candidates = new int[Math.min(kept, most)];
        for (int i = 0; i < candidates.length; i++) {
            candidates[i] = (int) ranked[i];
        }
        return candidates;
    }

    /** Each once, most bands first. @param met ascending. @return ordinals in the lower half */
    private long[] byBandsShared(int[] met) {
        long[] sharing = new long[met.length];
        int distinct = 0;
        for (int i = 0; i < met.length; ) {
            int next = i + 1;
            while (next < met.length && met[next] == met[i]) {
                next++;
            }
            sharing[distinct++] = (long) (bands.bands() - (next - i)) << Integer.SIZE | met[i];
            i = next;
        }
        sharing = Arrays.copyOf(sharing, distinct);
        Arrays.sort(sharing);
        return sharing;
    }

    private int[] met(byte[] signature) {
        int[] met = new int[16];
        int count = 0;
        for (int band = 0; band < bands.bands(); band++) {
            int at = heads[band][bucket(signature, 0, band)];
            for (int steps = 0; at != 0 && steps < LONGEST_WALK; steps++) {
                int ordinal = at - 1;
                if (members.get(ordinal) && sharesBand(signature, ordinal, band)) {
                    if (count == met.length) {
                        met = Arrays.copyOf(met, 2 * count);
                    }
                    met[count++] = ordinal;
                }
                at = chains[ordinal >>> PAGE_BITS][(ordinal & (PAGE - 1)) * bands.bands() + band];
            }
        }
        met = Arrays.copyOf(met, count);
        Arrays.sort(met);
        return met;
    }

    private boolean sharesBand(byte[] signature, int ordinal, int band) {
        int from = band * bands.rows();
        int to = from + bands.rows();
        int at = place(ordinal);
        return Arrays.equals(signature, from, to, signatures[ordinal >>> PAGE_BITS], at + from, at + to);
    }

    private int agreeing(byte[] signature, int ordinal) {
        byte[] page = signatures[ordinal >>> PAGE_BITS];
        int at = place(ordinal);
        int agreeing = 0;
        for (int row = 0; row < signature.length; row++) {
            agreeing += signature[row] == page[at + row] ? 1 : 0;
        }
        return agreeing;
    }

    int size() {
        return members.cardinality();
    }

    /** Of all arrays, for saying what a conversation costs. */
    long bytes() {
        long bytes = (long) heads.length * heads[0].length * Integer.BYTES + members.size() / Byte.SIZE;
        for (int page = 0; page < signatures.length; page++) {
            if (signatures[page] != null) {
                bytes += signatures[page].length + (long) chains[page].length * Integer.BYTES;
            }
        }
        return bytes;
    }
}
