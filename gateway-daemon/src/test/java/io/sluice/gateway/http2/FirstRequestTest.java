// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.http2;

import static io.sluice.gateway.http2.Frames.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.peek.Peek;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// Work is counted, not timed: bytes that were looked at are overwritten before the next segment.
class FirstRequestTest {
  private static final int LIMIT = 16 << 10;
  private static final int FRAME_HEADER = 9;
  private static final int PING = 6;
  private static final byte POISON = 0x7F;

  @Test
  void looksAtEachFrameBeforeTheRequestOnce() {
    var frames = Frames.begin();
    for (int i = 0; i < 400; i++) {
      frames.frame(PING, 0, 0, new byte[8]);
    }
    assertLooksOnce(frames.headers(1, get("a.example")).bytes());
  }

  @Test
  void looksAtEachFrameHeaderOfAFieldBlockOnce() {
    var request = get("a.example").add("x", "y".repeat(3_000));
    assertLooksOnce(Frames.begin().headers(1, request, 800).bytes());
  }

  /// The stream comes byte by byte; of what came before, only as much as the header of the frame
  /// reached is left.
  private static void assertLooksOnce(byte[] sent) {
    var first = new FirstRequest(LIMIT);
    for (int end = 1; end < sent.length; end++) {
      assertThat(first.peek(poisoned(sent, end)))
          .as("after %d bytes", end)
          .isEqualTo(new Peek.NeedMore(end + 1));
    }

    assertThat(first.peek(ByteBuffer.wrap(sent)))
        .isInstanceOfSatisfying(
            Peek.Http.class,
            http -> {
              assertThat(http.head().host()).isEqualTo("a.example");
              assertThat(http.length()).isEqualTo(sent.length);
            });
  }

  private static ByteBuffer poisoned(byte[] sent, int end) {
    var copy = sent.clone();
    for (int i = 0; i < end - FRAME_HEADER; i++) {
      copy[i] = POISON;
    }
    return ByteBuffer.wrap(copy, 0, end);
  }
}
