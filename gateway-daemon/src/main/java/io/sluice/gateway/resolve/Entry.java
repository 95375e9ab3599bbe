// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One name of the resolver's table.
///
/// Event loops read [#answer], [#both] and [#refreshAt]; all the rest belongs to the resolver's
/// thread.
final class Entry {
  /// Of all names that are not in the table.
  static final Entry NONE = new Entry("", 0);

  final String name;

  /// What is known; null until the first lookup is over.
  volatile @Nullable Answer answer;

  /// Whether the answer is one for connections over IPv6, too.
  volatile boolean both;

  /// From when on a reader starts a lookup in the background.
  volatile long refreshAt;

  /// Held from the moment a reader wants that until a lookup is over.
  final AtomicBoolean refreshing = new AtomicBoolean();

  /// For eviction only: racy and a little late, which is good enough.
  long usedAt;

  /// The lookup under way.
  @Nullable Lookup lookup;

  long lookedUpAt;

  /// The last addresses that a server told, and when they were due to expire.
  Answer.@Nullable Addresses told;

  /// Whether a server told of IPv6 addresses, too, be it that there are none.
  boolean toldBoth;

  /// Until when nobody is asked again for IPv6 addresses that no server could tell.
  long v6FailedUntil;

  Entry(String name, long now) {
    this.name = name;
    this.usedAt = now;
    this.refreshAt = now;
    this.v6FailedUntil = now;
  }

  /// Makes an answer known.
  void publish(Answer made, long lookedUp, long refresh) {
    lookedUpAt = lookedUp;
    refreshAt = refresh;
    answer = made;
  }

  /// How many addresses are kept here, for the bound on all of them.
  int weight() {
    return answer instanceof Answer.Addresses known ? 1 + known.seen().size() : 1;
  }
}
