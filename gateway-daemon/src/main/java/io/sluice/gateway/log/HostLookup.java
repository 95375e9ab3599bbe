// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Resolves the host of a syslog receiver on a thread of its own, since the system's resolver may
/// take its time.
final class HostLookup {
  private final String host;
  private final int port;
  private @Nullable FutureTask<InetSocketAddress> running;

  HostLookup(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /// The address; null while it is looked up. Each answer is good for one use: the next call asks
  /// again.
  @Nullable InetSocketAddress poll() throws IOException {
    var lookup = running;
    if (lookup == null) {
      lookup = start();
      running = lookup;
    }
    if (!lookup.isDone()) {
      return null;
    }
    running = null;
    return switch (lookup.state()) {
      case SUCCESS -> lookup.resultNow();
      case FAILED -> throw new IOException("cannot resolve " + host, lookup.exceptionNow());
      case CANCELLED, RUNNING -> throw new IllegalStateException("a lookup is never cancelled");
    };
  }

  private FutureTask<InetSocketAddress> start() {
    var lookup = new FutureTask<>(() -> new InetSocketAddress(InetAddress.getByName(host), port));
    if (isLiteral()) {
      lookup.run();
    } else {
      Thread.ofPlatform().daemon().name("sluice-log-lookup").start(lookup);
    }
    return lookup;
  }

  private boolean isLiteral() {
    try {
      InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
