// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.peek.RequestSource.Step;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Feeds streams to the parsers in pieces and holds them to their contracts on the way.
final class Streams {
  static final int HELLO_LIMIT = 64 << 10;
  static final int HEAD_LIMIT = 16 << 10;

  private static final String TELLING = "\r\n:;, 01aG\0\u00ff";

  private Streams() {}

  static Peek peek(byte[] stream) {
    return new Peeker(HELLO_LIMIT, HEAD_LIMIT).peek(ByteBuffer.wrap(stream));
  }

  static ClientHello hello(byte[] stream) {
    assertThat(peek(stream)).isInstanceOf(Peek.Tls.class);
    return ((Peek.Tls) peek(stream)).hello();
  }

  static Defect defect(byte[] stream) {
    assertThat(peek(stream)).isInstanceOf(Peek.Malformed.class);
    return ((Peek.Malformed) peek(stream)).defect();
  }

  /// Looks each time another `step` bytes have come, from an offset other than 0 in the buffer.
  static Peek peekInSteps(byte[] stream, int step) {
    var peeker = new Peeker(HELLO_LIMIT, HEAD_LIMIT);
    var buffer = ByteBuffer.allocateDirect(stream.length + 3).position(3);
    buffer.duplicate().put(stream);
    Peek peek = new Peek.NeedMore(1);
    for (int end = Math.min(step, stream.length); ; end = Math.min(end + step, stream.length)) {
      peek = peeker.peek(buffer.limit(3 + end));
      assertThat(buffer.position()).isEqualTo(3);
      if (!(peek instanceof Peek.NeedMore(int atLeast))) {
        return peek;
      }
      assertThat(atLeast).isGreaterThan(end);
      if (end == stream.length) {
        return peek;
      }
    }
  }

  /// Looks only when as many bytes have come as were asked for.
  static Peek peekWhenAsked(byte[] stream) {
    var peeker = new Peeker(HELLO_LIMIT, HEAD_LIMIT);
    var buffer = ByteBuffer.wrap(stream).limit(0);
    var peek = peeker.peek(buffer);
    while (peek instanceof Peek.NeedMore(int atLeast) && atLeast <= stream.length) {
      assertThat(atLeast).isGreaterThan(buffer.limit());
      peek = peeker.peek(buffer.limit(atLeast));
    }
    return peek;
  }

  /// A copy of the stream with up to `most` of its bytes changed, often to one that means
  /// something.
  static byte[] mutate(byte[] stream, int most, Random random) {
    var copy = stream.clone();
    for (int i = copy.length == 0 ? 0 : random.nextInt(most + 1); i > 0; i--) {
      int chosen = random.nextInt(2 * TELLING.length());
      copy[random.nextInt(copy.length)] =
          (byte) (chosen < TELLING.length() ? TELLING.charAt(chosen) : random.nextInt(256));
    }
    return copy;
  }

  /// What a walker makes of a stream: hosts and defects in order, and in the end the rest.
  record Walk(List<String> seen, int walked) {}

  static Walk walk(byte[] stream, int step) {
    return walk(new RequestWalker(HEAD_LIMIT), stream, step);
  }

  static Walk walk(RequestWalker walker, byte[] stream, int step) {
    var seen = new ArrayList<String>();
    int walked = 0;
    for (int end = Math.min(step, stream.length); ; end = Math.min(end + step, stream.length)) {
      while (true) {
        var next = walker.next(ByteBuffer.wrap(stream).limit(end).position(walked));
        if (next instanceof Step.NeedMore) {
          break;
        }
        switch (next) {
          case Step.Head(var head, int length) -> {
            assertThat(length).isPositive();
            seen.add(String.valueOf(head.host()));
            walked += length;
          }
          case Step.Body(int length) -> {
            assertThat(length).isPositive();
            walked += length;
          }
          case Step.Malformed(var defect, _) -> {
            seen.add(defect.name());
            return new Walk(seen, walked);
          }
          case Step.NeedMore _ -> throw new AssertionError();
        }
        assertThat(walked).isLessThanOrEqualTo(end);
      }
      if (end == stream.length) {
        return new Walk(seen, walked);
      }
    }
  }
}
