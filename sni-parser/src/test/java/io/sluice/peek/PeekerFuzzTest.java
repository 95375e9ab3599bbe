// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Any first flight gets one answer, the same whole and byte by byte. `JAZZER_FUZZ=1` fuzzes.
class PeekerFuzzTest {
  @FuzzTest
  void saysTheSameHoweverTheStreamIsCut(byte[] stream) {
    var whole = Streams.peekWhenAsked(stream);

    assertThat(Streams.peekInSteps(stream, 1)).isEqualTo(whole);
    switch (whole) {
      case Peek.Tls tls -> {
        assertThat(tls.length()).isBetween(1, stream.length);
        assertName(tls.hello().serverName());
        var ja4 = Ja4.of(ByteBuffer.wrap(stream), tls);
        assertThat(ja4 == null || ja4.text().length() == 36).isTrue();
      }
      case Peek.Http http -> {
        assertThat(http.length()).isBetween(1, stream.length);
        assertName(http.head().host());
      }
      case Peek.Malformed malformed ->
          assertThat(malformed.offset()).isBetween(0, stream.length + 4);
      case Peek.NeedMore _, Peek.Http2 _, Peek.Unrecognized _ -> {}
    }
  }

  static void assertName(@Nullable String name) {
    if (name != null) {
      assertThat(name).hasSizeBetween(1, 253).matches("[a-z0-9_-]{1,63}([.][a-z0-9_-]{1,63})*");
    }
  }
}
