// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The names that are known, bounded in number and in addresses. Any thread may read; the
/// resolver's thread writes.
///
/// When it is full, the least recently used of a few names goes: the sample moves on through the
/// table, so that hot names stay, without a list that every reader would have to write to.
final class NameTable {
  private static final int SAMPLE = 16;

  private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
  private final int most;
  private final int mostAddresses;
  private int weight;
  private Iterator<Entry> hand = List.<Entry>of().iterator();

  /// @param most names
  /// @param mostAddresses addresses, over all names
  NameTable(int most, int mostAddresses) {
    this.most = most;
    this.mostAddresses = mostAddresses;
  }

  /// The entry of a name, or [Entry#NONE].
  ///
  /// No null: while all names are known the JVM compiles the event loops' code for that alone, and
  /// the first unknown one then stops them for their compilation anew.
  Entry get(String name) {
    return entries.getOrDefault(name, Entry.NONE);
  }

  int size() {
    return entries.size();
  }

  /// The entry of a name, made if need be.
  Entry take(String name, long now) {
    var present = entries.get(name);
    if (present != null) {
      return present;
    }
    var made = new Entry(name, now);
    entries.put(name, made);
    weight += made.weight();
    trim(made, now);
    return made;
  }

  /// Makes an answer of an entry known.
  void publish(Entry entry, Answer answer, long lookedUp, long refresh) {
    int before = entry.weight();
    entry.publish(answer, lookedUp, refresh);
    if (entries.get(entry.name) == entry) {
      weight += entry.weight() - before;
      trim(entry, lookedUp);
    }
  }

  private void trim(Entry keep, long now) {
    while (entries.size() > 1 && (entries.size() > most || weight > mostAddresses)) {
      var idlest = sample(keep, now);
      if (idlest == null) {
        return;
      }
      entries.remove(idlest.name);
      weight -= idlest.weight();
    }
  }

  private @Nullable Entry sample(Entry keep, long now) {
    Entry idlest = null;
    for (int i = 0; i < SAMPLE; i++) {
      if (!hand.hasNext()) {
        hand = entries.values().iterator();
      }
      var next = hand.next();
      boolean gone = entries.get(next.name) != next;
      if (next != keep && !gone && (idlest == null || now - next.usedAt > now - idlest.usedAt)) {
        idlest = next;
      }
    }
    return idlest;
  }
}
