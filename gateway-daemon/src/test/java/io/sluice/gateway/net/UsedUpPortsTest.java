// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.Address;
import org.junit.jupiter.api.Test;

class UsedUpPortsTest {
  private static final Address SOURCE = Address.v4(0xc6120201);
  private static final Address ORIGIN = Address.v4(0xcb007150);

  private long now = Long.MAX_VALUE - UsedUpPorts.PAUSE;
  private final UsedUpPorts ports = new UsedUpPorts(() -> now);

  @Test
  void aStormHasTheKernelLookOnceInEachPause() {
    int looks = 0;
    for (int i = 0; i < 5000; i++) {
      if (!ports.contains(SOURCE, ORIGIN, 443)) {
        ports.add(SOURCE, ORIGIN, 443);
        looks++;
      }
      now += UsedUpPorts.PAUSE / 1000;
    }
    assertThat(looks).isEqualTo(5);
  }

  @Test
  void aFlowThatEndsLetsTheKernelLookAgain() {
    ports.add(SOURCE, ORIGIN, 443);
    ports.add(null, ORIGIN, 443);
    ports.add(SOURCE, ORIGIN, 80);

    ports.remove(ORIGIN, 443);

    assertThat(ports.contains(SOURCE, ORIGIN, 443)).isFalse();
    assertThat(ports.contains(null, ORIGIN, 443)).isFalse();
    assertThat(ports.contains(SOURCE, ORIGIN, 80)).isTrue();
  }

  @Test
  void otherWaysOutAreNotConcerned() {
    ports.add(SOURCE, ORIGIN, 443);

    assertThat(ports.contains(SOURCE, ORIGIN, 443)).isTrue();
    assertThat(ports.contains(null, ORIGIN, 443)).isFalse();
    assertThat(ports.contains(ORIGIN, SOURCE, 443)).isFalse();
    assertThat(ports.contains(SOURCE, ORIGIN, 80)).isFalse();
  }

  @Test
  void ofManyWaysOutTheOldestIsForgotten() {
    for (int port = 1; port <= UsedUpPorts.MOST; port++) {
      ports.add(SOURCE, ORIGIN, port);
    }
    ports.add(SOURCE, ORIGIN, 1);
    ports.add(SOURCE, ORIGIN, 443);

    assertThat(ports.contains(SOURCE, ORIGIN, 1)).isTrue();
    assertThat(ports.contains(SOURCE, ORIGIN, 2)).isFalse();
    assertThat(ports.contains(SOURCE, ORIGIN, 3)).isTrue();
    assertThat(ports.contains(SOURCE, ORIGIN, 443)).isTrue();
  }
}
