// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimingWheelTest {
  private static final long TIMEOUT = 3200;
  private static final long TICK = TIMEOUT / 32;

  private final List<Probe> expired = new ArrayList<>();
  private final TimingWheel wheel = new TimingWheel(TIMEOUT, 0);

  @Test
  void expiresAfterTheTimeoutAndNotBefore() {
    var probe = new Probe();
    wheel.add(probe, 50);
    wheel.advance(50 + TIMEOUT - 1);
    assertThat(expired).isEmpty();
    wheel.advance(50 + TIMEOUT + 2 * TICK);
    assertThat(expired).containsExactly(probe);
    assertThat(wheel.size()).isZero();
  }

  @Test
  void aSignOfLifePostponesExpiry() {
    var probe = new Probe();
    wheel.add(probe, 0);
    probe.since = TIMEOUT / 2;
    wheel.advance(TIMEOUT + 2 * TICK);
    assertThat(expired).isEmpty();
    wheel.advance(TIMEOUT / 2 + TIMEOUT + 2 * TICK);
    assertThat(expired).containsExactly(probe);
  }

  @Test
  void whatIsRemovedNeverExpires() {
    var probe = new Probe();
    wheel.add(probe, 0);
    wheel.remove(probe);
    wheel.advance(10 * TIMEOUT);
    assertThat(expired).isEmpty();
  }

  @Test
  void anEntryIsInOneWheelAtATime() {
    var other = new TimingWheel(TIMEOUT, 0);
    var probe = new Probe();
    wheel.add(probe, 0);
    other.add(probe, 0);
    assertThat(wheel.size()).isZero();
    assertThat(other.oldest()).isSameAs(probe);
  }

  @Property
  void everyEntryExpiresOnceAndTheOldestComesFirst(
      @ForAll @Size(min = 1, max = 50) List<@IntRange(max = 400) Integer> gaps) {
    expired.clear();
    var fresh = new TimingWheel(TIMEOUT, 0);
    long now = 0;
    var added = new ArrayList<Probe>();
    for (int gap : gaps) {
      now += gap;
      fresh.advance(now);
      var probe = new Probe();
      fresh.add(probe, now);
      added.add(probe);
    }
    var waiting = new ArrayList<>(added);
    waiting.removeAll(expired);
    assertThat(fresh.oldest()).isSameAs(waiting.getFirst());
    fresh.advance(now + 2 * TIMEOUT);
    assertThat(expired).containsExactlyElementsOf(added);
  }

  private final class Probe extends TimingWheel.Entry {
    @Override
    void expired() {
      expired.add(this);
    }
  }
}
