package io.parlance.local.world;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports on loopback. */
final class Ports {
    private Ports() {}

    static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }

    /** The wished-for one if it is free, otherwise any free one. */
    static int near(int wished) {
        return wished > 0 && isFree(wished) ? wished : anyFree();
    }

    static int anyFree() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new WorldException("No free port on loopback: " + e.getMessage(), e);
        }
    }
}
