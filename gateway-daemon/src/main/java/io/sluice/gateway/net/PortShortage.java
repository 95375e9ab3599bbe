// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.config.UpstreamSource;
import io.sluice.policy.Address;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Times no local port was free towards an origin: counted, and told in the journal once a minute
/// at most. Any thread may add.
final class PortShortage {
  private static final Logger log = LoggerFactory.getLogger(PortShortage.class);
  private static final long QUIET = TimeUnit.MINUTES.toNanos(1);

  private final LongAdder count = new LongAdder();
  private final AtomicLong due = new AtomicLong(System.nanoTime());
  private final String hint;

  PortShortage(UpstreamSource source) {
    hint =
        switch (source) {
          case UpstreamSource.Gateway() ->
              "widen net.ipv4.ip_local_port_range, or list several addresses in upstream_source";
          case UpstreamSource.Addresses(var addresses) ->
              "the kernel takes none of "
                  + addresses
                  + "; list more addresses in upstream_source, if all of these are still here";
          case UpstreamSource.Client() ->
              "one client has opened that many connections; widen net.ipv4.ip_local_port_range";
        };
  }

  long count() {
    return count.sum();
  }

  void add(Address origin, int port) {
    count.increment();
    long now = System.nanoTime();
    long when = due.get();
    if (now - when >= 0 && due.compareAndSet(when, now + QUIET)) {
      // The kernel's list of sockets is long when ports are short: not on the event loop.
      Thread.ofPlatform().daemon().name("sluice-ports").start(() -> warn(origin, port));
    }
  }

  private void warn(Address origin, int port) {
    var where = (origin.isV4() ? origin : "[" + origin + "]") + ":" + port;
    log.warn(
        "no local port is free towards {}: {}; {} times so far. {}; docs/operating.md, Ports",
        where,
        inUse(origin, port),
        count(),
        hint);
  }

  private static String inUse(Address origin, int port) {
    try {
      var ports = PortsInUse.towards(origin, port);
      return ports.sockets()
          + " in use from "
          + ports.addresses()
          + " source addresses, with "
          + ports.range()
          + " ports each";
    } catch (IOException e) {
      return "how many are in use cannot be read (" + e.getMessage() + ")";
    }
  }
}
