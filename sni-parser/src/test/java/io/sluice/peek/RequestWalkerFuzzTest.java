// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any stream of requests is walked the same whole and byte by byte. `JAZZER_FUZZ=1` fuzzes.
class RequestWalkerFuzzTest {
  @FuzzTest
  void walksTheSameHoweverTheStreamIsCut(byte[] stream) {
    var whole = Streams.walk(stream, Math.max(1, stream.length));

    assertThat(Streams.walk(stream, 1)).isEqualTo(whole);
    assertThat(whole.walked()).isLessThanOrEqualTo(stream.length);
  }
}
