package io.parlance.ingest.page;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Sockets that connect to allowed addresses only. The address is judged as it is connected to, so a name that resolves to
 * another one later gains nothing.
 */
final class CheckedSockets extends SocketFactory {
    private final AddressRule rule;

    CheckedSockets(AddressRule rule) {
        this.rule = rule;
    }

    /** The address is not to be connected to. */
    static final class ForbiddenAddress extends IOException {
        private static final long serialVersionUID = 1L;

        ForbiddenAddress(String message) {
            super(message);
        }
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress endpoint) throws IOException {
                connect(endpoint, 0);
            }

            @Override
            public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
                check(endpoint);
                super.connect(endpoint, timeoutMillis);
            }
        };
    }

    private void check(SocketAddress endpoint) throws ForbiddenAddress {
        if (!(endpoint instanceof InetSocketAddress internet)
                || internet.getAddress() == null
                || !rule.allows(internet.getAddress())) {
            throw new ForbiddenAddress("%s is no address of the public internet".formatted(endpoint));
        }
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    private Socket connected(InetSocketAddress endpoint, InetSocketAddress local) throws IOException {
        Socket socket = createSocket();
        if (local != null) {
            socket.bind(local);
        }
        socket.connect(endpoint);
        return socket;
    }
}
