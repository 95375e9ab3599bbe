// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.netty.handler.codec.dns.DnsRecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks for the IPv4 addresses of one name, and at the same time for the IPv6 ones if anybody could
/// use them, for everybody who waits. For the resolver's thread.
final class Lookup {
  final Entry entry;
  private final AddressQuery v4;
  private final AddressQuery v6;
  private final Owner owner;
  private final List<Waiter> waiting = new ArrayList<>();
  private Runnable onEnd = () -> {};

  /// Whether IPv6 addresses are asked for.
  private boolean both;

  /// Somebody who waits for the addresses of one family, and is told on an executor of its own.
  record Waiter(boolean v6, Executor executor, Consumer<Answer> callback) {
    void tell(Answer answer) {
      try {
        executor.execute(() -> callback.accept(answer));
      } catch (RejectedExecutionException e) {
        // The event loop has stopped, and its flows with it.
      }
    }
  }

  /// What a lookup is part of.
  interface Owner {
    AddressQuery query(String name, DnsRecordType type, Runnable done);

    /// The answer for those who wait for one family, as long as the other is missing.
    Answer half(Entry entry, Outcome.Found found);

    /// All that was asked for is there.
    ///
    /// @param v6 null if it was not asked for
    void over(Lookup lookup, Outcome v4, @Nullable Outcome v6);
  }

  Lookup(Entry entry, boolean both, Owner owner) {
    this.entry = entry;
    this.both = both;
    this.owner = owner;
    this.v4 = owner.query(entry.name, DnsRecordType.A, () -> arrived(false));
    this.v6 = owner.query(entry.name, DnsRecordType.AAAA, () -> arrived(true));
  }

  void onEnd(Runnable action) {
    onEnd = action;
  }

  void start() {
    v4.start();
    if (both) {
      v6.start();
    }
  }

  /// Ends it now, with what is there.
  void cancel() {
    v4.cancel();
    if (both) {
      v6.cancel();
    }
  }

  /// Before or after the start, as long as it is not over.
  void join(Waiter waiter) {
    if (waiter.v6 && !both) {
      both = true;
      v6.start();
    }
    if (query(waiter.v6).outcome() instanceof Outcome.Found found) {
      waiter.tell(owner.half(entry, found));
    } else {
      waiting.add(waiter);
    }
  }

  /// Tells everybody who still waits, by the family that matters to them.
  void tell(Answer forV4, Answer forV6) {
    waiting.forEach(waiter -> waiter.tell(waiter.v6 ? forV6 : forV4));
    waiting.clear();
  }

  private void arrived(boolean family) {
    var a = v4.outcome();
    var aaaa = v6.outcome();
    if (a != null && (aaaa != null || !both)) {
      onEnd.run();
      owner.over(this, a, aaaa);
    } else if (query(family).outcome() instanceof Outcome.Found found) {
      var answer = owner.half(entry, found);
      waiting.removeIf(waiter -> {
        boolean told = waiter.v6 == family;
        if (told) {
          waiter.tell(answer);
        }
        return told;
      });
    }
  }

  private AddressQuery query(boolean family) {
    return family ? v6 : v4;
  }
}
