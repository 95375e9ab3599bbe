// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/// A syslog receiver on UDP (RFC 5426). The socket is connected, so that the kernel tells us when
/// nobody listens there; apart from that nobody knows what arrives.
final class UdpSink implements Sink {
  private final HostLookup receiver;
  private @Nullable DatagramChannel socket;

  UdpSink(String host, int port) {
    receiver = new HostLookup(host, port);
  }

  @Override
  public boolean drain(FrameBuffer frames) throws IOException {
    var open = socket;
    if (open == null) {
      open = open();
    }
    if (open == null) {
      return false;
    }
    while (!frames.isEmpty() && open.write(frames.first()) > 0) {
      frames.removeFirst();
    }
    return true;
  }

  private @Nullable DatagramChannel open() throws IOException {
    var address = receiver.poll();
    if (address == null) {
      return null;
    }
    var opened = DatagramChannel.open();
    socket = opened;
    opened.configureBlocking(false);
    opened.connect(address);
    return opened;
  }

  @Override
  public void close() {
    var open = socket;
    socket = null;
    Closing.quietly(open);
  }

  @Override
  public String toString() {
    return "syslog udp " + receiver;
  }
}
