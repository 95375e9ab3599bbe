// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.sluice.policy.Address;
import java.util.ArrayList;
import java.util.List;

/// Makes answers of what the servers said and what was known before.
record Answers(Lifetimes lifetimes) {

  /// The answer when all families that matter have been asked for.
  Answer whole(Entry entry, Outcome v4, Outcome v6, long now) {
    boolean failed = v4 instanceof Outcome.Failed || v6 instanceof Outcome.Failed;
    var addresses = new ArrayList<>(addresses(v4));
    addresses.addAll(addresses(v6));
    if (!addresses.isEmpty()) {
      long ttl = Math.min(foundTtl(v4), foundTtl(v6));
      return told(entry, addresses, failed ? lifetimes.half(ttl) : lifetimes.addresses(ttl), now);
    }
    if (failed) {
      return stale(entry, now);
    }
    entry.told = null;
    return new Answer.NoSuchName(now + lifetimes.nothing(Math.min(nothingTtl(v4), nothingTtl(v6))));
  }

  /// The answer for those who wait for the first family only.
  Answer half(Entry entry, Outcome.Found found, long now) {
    return addresses(entry, found.addresses(), now + lifetimes.half(found.ttl()), now);
  }

  /// What holds for a name that the operator has written down.
  Answer written(Entry entry, List<Address> addresses, long now) {
    return told(entry, addresses, lifetimes.min(), now);
  }

  /// What holds while no server answers.
  private Answer stale(Entry entry, long now) {
    var told = entry.told;
    if (told == null || now - told.expires() >= lifetimes.stale()) {
      entry.told = null;
      return new Answer.Unavailable(now + lifetimes.failure());
    }
    long expires = now + lifetimes.retry();
    return new Answer.Addresses(
        told.current(), told.seen().with(told.current(), expires, now), expires);
  }

  private Answer told(Entry entry, List<Address> addresses, long life, long now) {
    var answer = addresses(entry, addresses, now + life, now);
    entry.told = answer;
    return answer;
  }

  private Answer.Addresses addresses(Entry entry, List<Address> current, long expires, long now) {
    var before = entry.told == null ? Seen.NONE : entry.told.seen();
    return new Answer.Addresses(
        List.copyOf(current), before.with(current, expires + lifetimes.grace(), now), expires);
  }

  private static List<Address> addresses(Outcome outcome) {
    return outcome instanceof Outcome.Found found ? found.addresses() : List.of();
  }

  private static long foundTtl(Outcome outcome) {
    return outcome instanceof Outcome.Found found ? found.ttl() : Long.MAX_VALUE;
  }

  private static long nothingTtl(Outcome outcome) {
    return outcome instanceof Outcome.Nothing nothing ? nothing.ttl() : Long.MAX_VALUE;
  }
}
