package io.parlance.ingest.page;

import jakarta.inject.Singleton;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Only addresses of the public internet; what an IPv6 address carries of an IPv4 address is judged by that. */
@Singleton
class PublicAddresses implements AddressRule {
    @Override
    public boolean allows(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return switch (address) {
            case Inet4Address four -> allows(four.getAddress());
            case Inet6Address six -> allowsSix(six.getAddress());
            default -> false;
        };
    }

    private static boolean allows(byte[] four) {
        int a = four[0] & 0xFF;
        int b = four[1] & 0xFF;
        int c = four[2] & 0xFF;
        boolean reserved = a == 0 // this network
                || a == 10
                || a == 127
                || a == 100 && b >= 64 && b < 128 // shared by carriers
                || a == 169 && b == 254
                || a == 172 && b >= 16 && b < 32
                || a == 192 && b == 168
                || a == 192 && b == 0 && (c == 0 || c == 2)
                || a == 192 && b == 88 && c == 99
                || a == 198 && (b == 18 || b == 19) // benchmarks
                || a == 198 && b == 51 && c == 100
                || a == 203 && b == 0 && c == 113
                || a >= 224;
        return !reserved;
    }

    private boolean allowsSix(byte[] six) {
        int first = (six[0] & 0xFF) << 8 | six[1] & 0xFF;
        int second = (six[2] & 0xFF) << 8 | six[3] & 0xFF;
        if (first == 0x2002) { // 6to4
            return embedded(six, 2);
        }
        if (first == 0x0064 && second == 0xFF9B) { // NAT64
            return embedded(six, 12);
        }
        boolean documentation = first == 0x2001 && second == 0x0DB8;
        boolean special = first == 0x2001 && second < 0x0200; // Teredo and its like
        boolean global = (first & 0xE000) == 0x2000;
        return global && !documentation && !special;
    }

    private boolean embedded(byte[] six, int at) {
        try {
            return allows(InetAddress.getByAddress(Arrays.copyOfRange(six, at, at + 4)));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are no address", impossible);
        }
    }
}
