// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A bounded queue of many producers and one consumer; no producer ever waits for another thread.
///
/// A producer claims a slot by advancing the tail and then fills it, so a slot may be claimed but
/// still empty; the consumer takes that for the end of the queue until it is filled. Each
/// producer's events keep their order.
final class EventRing<E> {
  // The indices lie in cache lines of their own: producers move one, the consumer the other.
  private static final int TAIL = 16;
  private static final int HEAD = 32;
  private static final int INDEX_SLOTS = 48;
  private static final long CLOSED = Long.MIN_VALUE;

  private final AtomicLongArray indices = new AtomicLongArray(INDEX_SLOTS);
  private final AtomicReferenceArray<@Nullable E> slots;
  private final int mask;

  /// @param capacity a power of two
  EventRing(int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("not a power of two: " + capacity);
    }
    slots = new AtomicReferenceArray<>(capacity);
    mask = capacity - 1;
  }

  /// Adds an event; false when the ring is full or closed.
  boolean offer(E event) {
    long tail;
    do {
      tail = indices.get(TAIL);
      if (tail < 0 || tail - indices.get(HEAD) > mask) {
        return false;
      }
    } while (!indices.compareAndSet(TAIL, tail, tail + 1));
    slots.setRelease((int) tail & mask, event);
    return true;
  }

  /// Takes the oldest event; null when there is none, or when its producer has not filled the slot
  /// yet. For the consumer alone.
  @Nullable E poll() {
    long head = indices.getPlain(HEAD);
    int slot = (int) head & mask;
    E event = slots.getAcquire(slot);
    if (event != null) {
      slots.setPlain(slot, null);
      indices.setRelease(HEAD, head + 1);
    }
    return event;
  }

  /// Whether no slot is claimed.
  boolean isEmpty() {
    return (indices.get(TAIL) & ~CLOSED) == indices.get(HEAD);
  }

  /// Refuses every later event; what is in the ring can still be taken.
  void close() {
    indices.getAndAccumulate(TAIL, CLOSED, (tail, closed) -> tail | closed);
  }
}
