// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Entries that all expire one timeout after their last sign of life, to within a thirty-second of
/// it.
///
/// A sign of life only writes [Entry#since]; an entry is looked at again when its slot comes round,
/// and moved on if it has lived since. Adding, removing and expiring cost O(1).
final class TimingWheel {
  private static final int SLOTS = 64;

  /// What can be in a wheel; in one at a time.
  abstract static class Entry {
    /// The last sign of life, in nanoseconds of the loop's clock.
    long since;

    private @Nullable TimingWheel wheel;
    private int slot;
    private @Nullable Entry previous;
    private @Nullable Entry next;

    abstract void expired();
  }

  private final long timeout;
  private final long tick;
  private final @Nullable Entry[] first = new @Nullable Entry[SLOTS];
  private final @Nullable Entry[] last = new @Nullable Entry[SLOTS];
  private long hand;
  private int size;

  /// @param timeout nanoseconds
  /// @param now the loop's clock
  TimingWheel(long timeout, long now) {
    this.timeout = timeout;
    this.tick = Math.max(1, timeout / (SLOTS / 2));
    this.hand = now / tick;
  }

  int size() {
    return size;
  }

  void forEach(Consumer<Entry> action) {
    for (var head : first) {
      for (var entry = head; entry != null; entry = entry.next) {
        action.accept(entry);
      }
    }
  }

  /// Adds an entry whose sign of life is now; it leaves the wheel it was in.
  void add(Entry entry, long now) {
    if (entry.wheel != null) {
      entry.wheel.remove(entry);
    }
    entry.since = now;
    link(entry);
  }

  void remove(Entry entry) {
    if (entry.wheel != this) {
      return;
    }
    var before = entry.previous;
    var after = entry.next;
    if (before == null) {
      first[entry.slot] = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last[entry.slot] = before;
    } else {
      after.previous = before;
    }
    entry.previous = null;
    entry.next = null;
    entry.wheel = null;
    size--;
  }

  /// Expires what is due.
  void advance(long now) {
    for (long target = now / tick; hand < target; hand++) {
      int slot = (int) (hand % SLOTS);
      var entry = first[slot];
      first[slot] = null;
      last[slot] = null;
      while (entry != null) {
        var after = entry.next;
        entry.previous = null;
        entry.next = null;
        entry.wheel = null;
        size--;
        if (now - entry.since >= timeout) {
          entry.expired();
        } else {
          link(entry);
        }
        entry = after;
      }
    }
  }

  /// The entry that expires next, or null; exact where entries show no sign of life after adding.
  @Nullable Entry oldest() {
    for (long i = hand; i < hand + SLOTS; i++) {
      var entry = first[(int) (i % SLOTS)];
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  private void link(Entry entry) {
    // One tick late, so that nothing expires early.
    long due = (entry.since + timeout) / tick + 1;
    entry.slot = (int) (Math.max(due, hand + 1) % SLOTS);
    entry.wheel = this;
    entry.previous = last[entry.slot];
    if (entry.previous == null) {
      first[entry.slot] = entry;
    } else {
      entry.previous.next = entry;
    }
    last[entry.slot] = entry;
    size++;
  }
}
