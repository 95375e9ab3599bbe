// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.http2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sluice.peek.Peek;
import io.sluice.peek.RequestSource.Step;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Any HTTP/2 connection is walked the same whole and byte by byte, and every host is a host name.
/// `JAZZER_FUZZ=1` fuzzes.
class StreamWalkerFuzzTest {
  private static final int LIMIT = 1 << 10;

  @FuzzTest
  void walksTheSameHoweverTheStreamIsCut(byte[] stream) {
    var whole = walk(stream, Math.max(1, stream.length));

    assertThat(walk(stream, 1)).isEqualTo(whole);
    assertThat(peek(stream, 1)).isEqualTo(peek(stream, Math.max(1, stream.length)));
  }

  /// What the first request is, with offsets that do not depend on the cut.
  private static Peek peek(byte[] stream, int segment) {
    var first = new FirstRequest(LIMIT);
    Peek peek = new Peek.NeedMore(1);
    for (int end = 0; end < stream.length && peek instanceof Peek.NeedMore; ) {
      end = Math.min(stream.length, end + segment);
      peek = first.peek(ByteBuffer.wrap(stream, 0, end));
    }
    return peek;
  }

  /// What is found, the hosts and the defect, and where the walk ends.
  private static List<String> walk(byte[] stream, int segment) {
    var walker = new StreamWalker(LIMIT);
    var found = new ArrayList<String>();
    int at = 0;
    for (int end = 0; end < stream.length; ) {
      end = Math.min(stream.length, end + segment);
      boolean more = true;
      while (more) {
        switch (walker.next(ByteBuffer.wrap(stream, at, end - at))) {
          case Step.Head(var head, int length) -> {
            assertThat(length).isBetween(1, end - at);
            var host = head.host();
            if (host != null) {
              assertThat(host).matches("[a-z0-9_-]{1,63}([.][a-z0-9_-]{1,63})*");
            }
            found.add(host + " " + head.target());
            at += length;
          }
          case Step.Body(int length) -> {
            assertThat(length).isBetween(1, end - at);
            at += length;
          }
          case Step.NeedMore() -> more = false;
          case Step.Malformed(var defect, _) -> {
            found.add(defect + " at " + at);
            return found;
          }
        }
      }
    }
    found.add("end at " + at);
    return found;
  }
}
