package io.parlance.ingest.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
    private final AddressRule rule = new PublicAddresses();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.9.9.9",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "192.0.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::7f00:1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "2002:7f00:0001::",
                "2002:c0a8:0101::",
                "64:ff9b::7f00:1",
                "64:ff9b::10.0.0.1",
                "2001:0:1::1",
                "2001:db8::1",
            })
    void refusesWhatIsNotPublic(String address) throws IOException {
        assertThat(rule.allows(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8.8.8.8", "100.128.0.1", "172.32.0.1", "192.167.1.1", "2606:4700::1111", "64:ff9b::808:808"})
    void allowsThePublicInternet(String address) throws IOException {
        assertThat(rule.allows(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void socketsJudgeTheAddressTheyConnectTo() throws IOException {
        try (Socket socket = new CheckedSockets(rule).createSocket()) {
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress("127.0.0.1", 1), 100))
                    .isInstanceOf(CheckedSockets.ForbiddenAddress.class)
                    .hasMessageContaining("127.0.0.1");
        }
        assertThatThrownBy(() ->
                        new CheckedSockets(rule).createSocket("localhost", 1).close())
                .isInstanceOf(CheckedSockets.ForbiddenAddress.class);
    }
}
