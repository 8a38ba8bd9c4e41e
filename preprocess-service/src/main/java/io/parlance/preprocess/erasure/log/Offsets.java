package io.parlance.preprocess.erasure.log;

import java.util.BitSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** A set of offsets of one partition; a bit for each where they are many. */
public final class Offsets {
    private static final int PAGE_BITS = 16;
    private static final int PAGE = 1 << PAGE_BITS;

    private final NavigableMap<Long, BitSet> pages = new TreeMap<>();
    private long count;

    /** @return whether it was not there before */
    public boolean add(long offset) {
        BitSet page = pages.computeIfAbsent(offset >> PAGE_BITS, p -> new BitSet());
        int bit = (int) (offset & (PAGE - 1));
        if (page.get(bit)) {
            return false;
        }
        page.set(bit);
        count++;
        return true;
    }

    public void remove(long offset) {
        if (contains(offset)) {
            pages.get(offset >> PAGE_BITS).clear((int) (offset & (PAGE - 1)));
            count--;
        }
    }

    public boolean contains(long offset) {
        BitSet page = pages.get(offset >> PAGE_BITS);
        return page != null && page.get((int) (offset & (PAGE - 1)));
    }

    public long count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** The first one that is not before this offset. */
    public OptionalLong from(long offset) {
        long number = offset >> PAGE_BITS;
        int bit = (int) (offset & (PAGE - 1));
        for (Map.Entry<Long, BitSet> page : pages.tailMap(number, true).entrySet()) {
            int found = page.getValue().nextSetBit(page.getKey() == number ? bit : 0);
            if (found >= 0) {
                return OptionalLong.of((page.getKey() << PAGE_BITS) + found);
            }
        }
        return OptionalLong.empty();
    }

    /** In ascending order. */
    public void forEach(LongConsumer each) {
        pages.forEach((number, page) -> page.stream().forEach(bit -> each.accept((number << PAGE_BITS) + bit)));
    }

    /** How many of these, from an offset on, are not in the other set. */
    public long missingIn(Offsets other, long from) {
        long[] missing = new long[1];
        forEach(offset -> {
            if (offset >= from && !other.contains(offset)) {
                missing[0]++;
            }
        });
        return missing[0];
    }
}
