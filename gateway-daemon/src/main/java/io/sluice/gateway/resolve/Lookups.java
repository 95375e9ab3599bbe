// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.util.concurrent.Future;
import io.sluice.gateway.resolve.Lookup.Waiter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lookups under way: one a name at most, bounded in number and in time. For the resolver's
/// thread.
final class Lookups implements Lookup.Owner {
  /// An answer this young is not asked for again, whoever wants a fresh one.
  private static final long RECENT = TimeUnit.SECONDS.toNanos(1);

  private static final Logger LOG = LoggerFactory.getLogger(Lookups.class);
  private static final Outcome NOT_ASKED = new Outcome.Nothing(Long.MAX_VALUE);
  private static final String ROOT = ".";

  /// RFC 9520 section 3.2.
  private static final long FAILURE = TimeUnit.SECONDS.toNanos(1);

  private static final Duration SLACK = Duration.ofMillis(500);

  final LongAdder started = new LongAdder();
  final LongAdder failed = new LongAdder();

  private final EventLoop loop;
  private final LongSupplier clock;
  private final Answers answers;
  private final NameTable table;
  private final Servers servers;
  private final HostsFile hosts;
  private final DnsClient client;
  private final Duration deadline;
  private final int most;
  private final BooleanSupplier usesV6;
  private final LinkedHashSet<Lookup> running = new LinkedHashSet<>();

  /// @param timeout for one try of two
  /// @param most lookups at a time; of more, the oldest is given up
  /// @param usesV6 whether anybody could use IPv6 addresses
  Lookups(
      EventLoop loop,
      LongSupplier clock,
      Answers answers,
      NameTable table,
      Servers servers,
      HostsFile hosts,
      Duration timeout,
      int most,
      BooleanSupplier usesV6) {
    this.loop = loop;
    this.clock = clock;
    this.answers = answers;
    this.table = table;
    this.servers = servers;
    this.hosts = hosts;
    this.client = new DnsClient(loop, timeout);
    // Not multipliedBy: that goes through BigDecimal, which takes a tenth of the start.
    this.deadline = timeout.plus(timeout).plus(SLACK);
    this.most = most;
    this.usesV6 = usesV6;
  }

  /// Answers `waiter` from a lookup that is not older than its question, give or take a second.
  void resolve(String name, Waiter waiter) {
    long now = clock.getAsLong();
    var entry = table.take(name, now);
    var known = entry.answer;
    if (entry.lookup == null
        && known != null
        && known.isFresh(now)
        && (entry.both || !waiter.v6())
        && now - entry.lookedUpAt < RECENT) {
      waiter.tell(known);
    } else if (waiter.v6() && entry.lookup == null && now - entry.v6FailedUntil < 0) {
      waiter.tell(new Answer.Unavailable(entry.v6FailedUntil));
    } else {
      start(entry, waiter);
    }
  }

  /// Asks each server for something that every server knows.
  void greet() {
    for (var server : servers.all(clock.getAsLong())) {
      client
          .ask(server, ROOT, DnsRecordType.A)
          .addListener((Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> reply) -> {
            if (reply.isSuccess()) {
              reply.getNow().release();
            } else {
              LOG.warn("DNS server {} does not answer: {}", server, reply.cause().getMessage());
            }
          });
    }
  }

  /// Looks an entry up again because somebody still uses it.
  void refresh(Entry entry) {
    if (entry.lookup == null) {
      start(entry, null);
    }
  }

  void close() {
    while (!running.isEmpty()) {
      running.getFirst().cancel();
    }
    client.close();
  }

  private void start(Entry entry, @Nullable Waiter waiter) {
    long now = clock.getAsLong();
    var written = hosts.addresses(entry.name, now);
    if (!written.isEmpty()) {
      var answer = answers.written(entry, written, now);
      entry.toldBoth = true;
      publish(entry, answer, now, true);
      if (waiter != null) {
        waiter.tell(answer);
      }
      return;
    }
    var lookup = entry.lookup;
    boolean begins = lookup == null;
    if (lookup == null) {
      boolean both = entry.both || usesV6.getAsBoolean() || (waiter != null && waiter.v6());
      lookup = new Lookup(entry, both, this);
      entry.lookup = lookup;
    }
    if (waiter != null) {
      lookup.join(waiter);
    }
    if (begins) {
      begin(lookup);
    }
  }

  private void begin(Lookup lookup) {
    if (running.size() >= most) {
      running.getFirst().cancel();
    }
    running.add(lookup);
    started.increment();
    var late = loop.schedule(lookup::cancel, deadline.toMillis(), TimeUnit.MILLISECONDS);
    lookup.onEnd(() -> late.cancel(false));
    lookup.start();
  }

  @Override
  public AddressQuery query(String name, DnsRecordType type, Runnable done) {
    return new AddressQuery(client, servers, clock, name, type, done);
  }

  @Override
  public Answer half(Entry entry, Outcome.Found found) {
    return answers.half(entry, found, clock.getAsLong());
  }

  @Override
  public void over(Lookup lookup, Outcome v4, @Nullable Outcome v6) {
    running.remove(lookup);
    var entry = lookup.entry;
    entry.lookup = null;
    if (v4 instanceof Outcome.Failed && (v6 == null || v6 instanceof Outcome.Failed)) {
      failed.increment();
    }
    long now = clock.getAsLong();
    var answer = answers.whole(entry, v4, v6 == null ? NOT_ASKED : v6, now);
    boolean both = coversV6(entry, v4, v6);
    if (v6 != null && !both) {
      entry.v6FailedUntil = now + FAILURE;
    }
    publish(entry, answer, now, both);
    lookup.tell(answer, both ? answer : new Answer.Unavailable(now + FAILURE));
  }

  /// Whether what came of a lookup, or was told before and still serves, is an answer for
  /// connections over IPv6.
  private static boolean coversV6(Entry entry, Outcome v4, @Nullable Outcome v6) {
    boolean failed = v4 instanceof Outcome.Failed || v6 instanceof Outcome.Failed;
    if (v4 instanceof Outcome.Found || v6 instanceof Outcome.Found) {
      entry.toldBoth = v6 != null && !(v6 instanceof Outcome.Failed);
      return entry.toldBoth;
    }
    return (failed && entry.told != null) ? entry.toldBoth : v6 != null;
  }

  /// Makes an answer known, to be renewed in the last tenth of its life if it is still used then.
  private void publish(Entry entry, Answer answer, long now, boolean both) {
    long life = answer.expires() - now;
    table.publish(entry, answer, now, answer.expires() - life / 10);
    // Behind the answer: who reads it first never takes half an answer for a whole one.
    entry.both = both;
    entry.refreshing.set(false);
  }
}
