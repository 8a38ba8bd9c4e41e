package io.parlance.ingest.page;

import java.net.InetAddress;

/** Which addresses may be connected to. */
interface AddressRule {
    boolean allows(InetAddress address);
}
