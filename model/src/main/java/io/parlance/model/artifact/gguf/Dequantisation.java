package io.parlance.model.artifact.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Turns stored blocks into fp32 values, operation by operation as gguf-py's {@code quants.py} does, so that the results
 * agree to the bit. Layouts: ggml's {@code ggml-common.h}; numbers are little-endian.
 */
@FunctionalInterface
interface Dequantisation {
    /** @param to as many values as the blocks hold */
    void apply(MemorySegment blocks, float[] to);

    static Dequantisation of(GgufTensorType type) {
        return switch (type) {
            case F32 -> blockwise(type, (b, at, to, out) -> to[out] = Float.intBitsToFloat(int32(b, at)));
            case F16 -> blockwise(type, (b, at, to, out) -> to[out] = half(b, at));
            case BF16 -> blockwise(type, (b, at, to, out) -> to[out] = Float.intBitsToFloat(int16(b, at) << 16));
            case Q8_0 -> blockwise(type, Dequantisation::q8Block0);
            case Q4_0 -> blockwise(type, Dequantisation::q4Block0);
            case Q4_1 -> blockwise(type, Dequantisation::q4Block1);
            case Q4_K -> blockwise(type, Dequantisation::q4BlockK);
            case Q6_K -> blockwise(type, Dequantisation::q6BlockK);
        };
    }

    /** Copies a few thousand blocks at a time out of the mapping: arrays are what the compiler is fastest with. */
    private static Dequantisation blockwise(GgufTensorType type, Block block) {
        return (blocks, to) -> {
            int chunk = Math.max(1, (1 << 16) / type.blockBytes()) * type.blockBytes();
            byte[] bytes = new byte[chunk];
            int out = 0;
            for (long from = 0; from < blocks.byteSize(); from += chunk) {
                int length = (int) Math.min(chunk, blocks.byteSize() - from);
                MemorySegment.copy(blocks, ValueLayout.JAVA_BYTE, from, bytes, 0, length);
                for (int at = 0; at < length; at += type.blockBytes(), out += type.blockValues()) {
                    block.dequantise(bytes, at, to, out);
                }
            }
        };
    }

    /** One block at {@code b[at]} to the values at {@code to[out]}. */
    @FunctionalInterface
    interface Block {
        void dequantise(byte[] b, int at, float[] to, int out);
    }

    /** Scale, 32 signed bytes. */
    private static void q8Block0(byte[] b, int at, float[] to, int out) {
        float d = half(b, at);
        for (int i = 0; i < 32; i++) to[out + i] = b[at + 2 + i] * d;
    }

    /** Scale, 16 bytes: value i in the low nibble, i + 16 in the high one, each minus 8. */
    private static void q4Block0(byte[] b, int at, float[] to, int out) {
        float d = half(b, at);
        for (int i = 0; i < 16; i++) {
            int pair = b[at + 2 + i];
            to[out + i] = d * ((pair & 0xF) - 8);
            to[out + 16 + i] = d * ((pair >> 4 & 0xF) - 8);
        }
    }

    /** Scale, minimum, 16 bytes: value i in the low nibble, i + 16 in the high one. */
    private static void q4Block1(byte[] b, int at, float[] to, int out) {
        float d = half(b, at);
        float m = half(b, at + 2);
        for (int i = 0; i < 16; i++) {
            int pair = b[at + 4 + i];
            to[out + i] = d * (pair & 0xF) + m;
            to[out + 16 + i] = d * (pair >> 4 & 0xF) + m;
        }
    }

    /** Scale of scales, scale of minimums, 8 + 8 of six bits in 12 bytes, then 8 sub-blocks of 32 nibbles. */
    private static void q4BlockK(byte[] b, int at, float[] to, int out) {
        float d = half(b, at);
        float dmin = half(b, at + 2);
        int scales = at + 4;
        int nibbles = at + 16;
        for (int sub = 0; sub < 8; sub++) {
            int scale;
            int minimum;
            if (sub < 4) {
                scale = b[scales + sub] & 0x3F;
                minimum = b[scales + 4 + sub] & 0x3F;
            } else {
                int low = b[scales + 4 + sub]; // bytes 8 to 11: low four bits of both
                scale = low & 0xF | b[scales + sub - 4] >> 2 & 0x30;
                minimum = low >> 4 & 0xF | b[scales + sub] >> 2 & 0x30;
            }
            float subScale = d * scale;
            float subMinimum = dmin * minimum;
            int from = nibbles + sub / 2 * 32;
            int shift = sub % 2 * 4;
            for (int i = 0; i < 32; i++) {
                to[out + sub * 32 + i] = subScale * (b[from + i] >> shift & 0xF) - subMinimum;
            }
        }
    }

    /** 128 bytes of low nibbles, 64 bytes of high bit pairs, 16 signed scales of 16 values each, scale of scales. */
    private static void q6BlockK(byte[] b, int at, float[] to, int out) {
        float d = half(b, at + 208);
        for (int run = 0; run < 8; run++) {
            int half = run / 4;
            int quarter = run % 4;
            int low = at + half * 64 + quarter % 2 * 32;
            int high = at + 128 + half * 32;
            for (int i = 0; i < 32; i++) {
                int six = b[low + i] >> quarter / 2 * 4 & 0xF | (b[high + i] >> quarter * 2 & 3) << 4;
                float scale = d * b[at + 192 + run * 2 + i / 16];
                to[out + run * 32 + i] = scale * (six - 32);
            }
        }
    }

    private static float half(byte[] b, int at) {
        return Float.float16ToFloat((short) int16(b, at));
    }

    private static int int16(byte[] b, int at) {
        return b[at] & 0xFF | b[at + 1] << 8;
    }

    private static int int32(byte[] b, int at) {
        return int16(b, at) & 0xFFFF | int16(b, at + 2) << 16;
    }
}
