// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventRingTest {
  private record Item(int producer, int number) {}

  @Test
  void keepsTheOrder() {
    var ring = new EventRing<Integer>(4);
    IntStream.range(0, 4).forEach(ring::offer);

    assertThat(ring.poll()).isZero();
    assertThat(ring.poll()).isEqualTo(1);
    assertThat(ring.offer(4)).isTrue();
    assertThat(IntStream.generate(ring::poll).limit(3)).containsExactly(2, 3, 4);
    assertThat(ring.poll()).isNull();
    assertThat(ring.isEmpty()).isTrue();
  }

  @Test
  void refusesWhatDoesNotFit() {
    var ring = new EventRing<Integer>(2);

    assertThat(ring.offer(1)).isTrue();
    assertThat(ring.offer(2)).isTrue();
    assertThat(ring.offer(3)).isFalse();
    ring.poll();
    assertThat(ring.offer(4)).isTrue();
  }

  @Test
  void givesOutWhatItHoldsAfterItIsClosed() {
    var ring = new EventRing<Integer>(2);
    ring.offer(1);

    ring.close();

    assertThat(ring.offer(2)).isFalse();
    assertThat(ring.isEmpty()).isFalse();
    assertThat(ring.poll()).isEqualTo(1);
    assertThat(ring.isEmpty()).isTrue();
  }

  @Test
  void losesNothingBetweenThreads() throws InterruptedException {
    int producers = 3;
    int each = 100_000;
    var ring = new EventRing<Item>(256);
    var refused = new AtomicLong();
    var threads = new ArrayList<Thread>();
    for (int p = 0; p < producers; p++) {
      int producer = p;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < each; i++) {
                  if (!ring.offer(new Item(producer, i))) {
                    refused.incrementAndGet();
                    Thread.onSpinWait();
                  }
                }
              }));
    }
    var last = new int[] {-1, -1, -1};
    long taken = 0;
    while (threads.stream().anyMatch(Thread::isAlive) || !ring.isEmpty()) {
      var item = ring.poll();
      if (item != null) {
        assertThat(item.number()).isGreaterThan(last[item.producer()]);
        last[item.producer()] = item.number();
        taken++;
      }
    }

    assertThat(taken + refused.get()).isEqualTo((long) producers * each);
    assertThat(taken).isPositive();
  }
}
