// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/// Any stream of requests is walked the same whole and byte by byte, and what is passed on holds no
/// request that was not judged. `JAZZER_FUZZ=1` fuzzes.
class RequestWalkerFuzzTest {
  @FuzzTest
  void walksTheSameHoweverTheStreamIsCut(byte[] stream) {
    var whole = Streams.walk(stream, Math.max(1, stream.length));

    assertThat(Streams.walk(stream, 1)).isEqualTo(whole);
    assertThat(whole.walked()).isLessThanOrEqualTo(stream.length);
    var passedOn = Arrays.copyOf(stream, whole.walked());
    assertThat(whole.seen()).containsAll(LenientServer.hosts(passedOn, true));
    assertThat(whole.seen()).containsAll(LenientServer.hosts(passedOn, false));
  }
}
