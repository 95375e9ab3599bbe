// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameBufferTest {
  private final FrameBuffer frames = new FrameBuffer(16, 4);

  @Test
  void givesFramesAsOneStream() {
    add("abc");
    add("defg");

    assertThat(text(frames.unread())).isEqualTo("abcdefg");
    frames.consumed(5);
    assertThat(text(frames.unread())).isEqualTo("fg");
    frames.consumed(2);
    assertThat(frames.isEmpty()).isTrue();
  }

  @Test
  void givesFramesOneByOne() {
    add("abc");
    add("defg");

    assertThat(text(frames.first())).isEqualTo("abc");
    frames.removeFirst();
    assertThat(text(frames.first())).isEqualTo("defg");
    frames.removeFirst();
    assertThat(frames.isEmpty()).isTrue();
  }

  @Test
  void goesBackToTheStartOfAFrameConsumedInPart() {
    add("abc");
    add("defg");
    frames.consumed(5);

    frames.rewind();

    assertThat(text(frames.unread())).isEqualTo("defg");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThat(add("0123456789abcdef")).isTrue();
    assertThat(add("g")).isFalse();
    frames.consumed(15);
    assertThat(add("g")).isFalse();
    frames.consumed(1);
    assertThat(add("g")).isTrue();
  }

  @Test
  void refusesMoreFramesThanItCanCount() {
    for (int i = 0; i < 4; i++) {
      assertThat(add("x")).isTrue();
    }

    assertThat(add("x")).isFalse();
  }

  /// Positive numbers add a frame of that length, negative ones consume as many bytes.
  @Property
  void keepsEveryByteInOrder(
      @ForAll @Size(max = 60) List<@IntRange(min = -9, max = 9) Integer> ops) {
    var expected = new ArrayDeque<Character>();
    char next = 'A';
    for (int op : ops) {
      if (op > 0 && add(String.valueOf(next).repeat(op))) {
        for (int i = 0; i < op; i++) {
          expected.add(next);
        }
        next = next == 'Z' ? 'A' : (char) (next + 1);
      } else if (op < 0) {
        int count = Math.min(-op, expected.size());
        frames.consumed(count);
        for (int i = 0; i < count; i++) {
          expected.remove();
        }
      }
      var unread = new StringBuilder();
      expected.forEach(unread::append);
      assertThat(text(frames.unread())).isEqualTo(unread.toString());
    }
    frames.clear();
  }

  private boolean add(String text) {
    return frames.add(new LineBuffer().append(text));
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.US_ASCII.decode(bytes).toString();
  }
}
