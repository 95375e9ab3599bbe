// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.gateway.flow.FlowEvent;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A bounded queue from the event loops to the one writer, which never makes a loop wait: what does
/// not fit is refused. Events of one producer keep their order.
final class EventRing {
  private final AtomicReferenceArray<@Nullable FlowEvent> slots;
  private final int mask;

  /// The next slot to fill, and the next to empty.
  private final AtomicLong tail = new AtomicLong();

  private final AtomicLong head = new AtomicLong();

  /// @param capacity a power of two
  EventRing(int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity is no power of two: " + capacity);
    }
    slots = new AtomicReferenceArray<>(capacity);
    mask = capacity - 1;
  }

  /// Adds an event; false when the ring is full. Any thread.
  boolean offer(FlowEvent event) {
    long at;
    do {
      at = tail.get();
      if (at - head.get() > mask) {
        return false;
      }
    } while (!tail.compareAndSet(at, at + 1));
    // Volatile, so that it is ordered before the producer looks whether the writer sleeps.
    slots.set((int) at & mask, event);
    return true;
  }

  /// The next event, or null when there is none yet. The writer only.
  @Nullable FlowEvent poll() {
    long at = head.get();
    int slot = (int) at & mask;
    var event = slots.getAcquire(slot);
    if (event != null) {
      slots.setPlain(slot, null);
      head.setRelease(at + 1);
    }
    return event;
  }

  boolean isEmpty() {
    return slots.get((int) head.get() & mask) == null;
  }
}
