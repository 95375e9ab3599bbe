// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.netty.channel.AddressedEnvelope;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Finds the addresses of one family of a name: follows aliases, and asks another server once when
/// one does not answer. For the resolver's thread.
final class AddressQuery {
  private static final int TRIES = 2;

  private final DnsClient client;
  private final Servers servers;
  private final LongSupplier clock;
  private final DnsRecordType type;
  private final Runnable done;
  private String name;
  private int tries;
  private int hops;
  private long ttl = Long.MAX_VALUE;
  private @Nullable Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> asked;
  private @Nullable Outcome outcome;

  /// @param done called once, when [#outcome()] is there
  AddressQuery(
      DnsClient client,
      Servers servers,
      LongSupplier clock,
      String name,
      DnsRecordType type,
      Runnable done) {
    this.client = client;
    this.servers = servers;
    this.clock = clock;
    this.name = name + ".";
    this.type = type;
    this.done = done;
  }

  /// What came of it; null while it is not over.
  @Nullable Outcome outcome() {
    return outcome;
  }

  void start() {
    ask(servers.first(clock.getAsLong()));
  }

  /// Gives up.
  void cancel() {
    if (outcome == null) {
      outcome = Outcome.FAILED;
      if (asked != null) {
        asked.cancel(false);
      }
      done.run();
    }
  }

  private void ask(InetSocketAddress server) {
    try {
      asked = client.ask(server, name, type);
    } catch (RuntimeException e) {
      end(Outcome.FAILED);
      return;
    }
    asked.addListener((Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> reply) ->
        answered(server, reply));
  }

  private void answered(
      InetSocketAddress server, Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> reply) {
    var envelope = reply.getNow();
    if (envelope == null) {
      if (outcome == null) {
        servers.failed(server, clock.getAsLong());
        retry(server);
      }
      return;
    }
    try {
      if (outcome == null) {
        next(server, ReplyReader.read(envelope.content(), name, type));
      }
    } finally {
      envelope.release();
    }
  }

  private void next(InetSocketAddress server, Outcome read) {
    switch (read) {
      case Outcome.Found found -> {
        ttl = Math.min(ttl, found.ttl());
        end(new Outcome.Found(found.addresses(), ttl));
      }
      case Outcome.Nothing nothing -> {
        ttl = Math.min(ttl, nothing.ttl());
        end(new Outcome.Nothing(ttl));
      }
      case Outcome.Alias alias -> {
        ttl = Math.min(ttl, alias.ttl());
        follow(alias.target());
      }
      case Outcome.Failed() -> retry(server);
    }
  }

  private void follow(String target) {
    if (++hops == ReplyReader.CHAIN) {
      end(Outcome.FAILED);
      return;
    }
    name = target;
    tries = 0;
    start();
  }

  private void retry(InetSocketAddress failed) {
    if (++tries == TRIES) {
      end(Outcome.FAILED);
    } else {
      ask(servers.after(failed, clock.getAsLong()));
    }
  }

  private void end(Outcome how) {
    if (outcome == null) {
      outcome = how;
      done.run();
    }
  }
}
