// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static io.sluice.peek.HelloBuilder.latin;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sluice.peek.RequestSource.Step;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// Work is counted, not timed: a byte looked at once is overwritten, so that a parser which looks
/// at it again before the flight is complete goes wrong.
class LinearWorkTest {
  /// Protocol detection looks at the first bytes each time: at most the 24 of the HTTP/2 preface.
  private static final int FIRST_BYTES = 24;

  private static final byte POISON = 0x01;

  @Test
  void looksAtEachRecordOnceUntilTheHelloIsComplete() {
    // The header of the record reached is looked at again, and so are up to five bytes behind it.
    for (int size : new int[] {1, 2, 7}) {
      var stream = new HelloBuilder().padding(9_000).serverName("a.test").records(size);
      assertThat(peekPoisoned(stream, 5 + size)).isEqualTo(Streams.peek(stream));
    }
  }

  @Test
  void looksAtEachByteOfAHeadOnceUntilItIsComplete() {
    var known = latin("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: a.test\r\n\r\n");
    assertThat(peekPoisoned(known, 2)).isEqualTo(Streams.peek(known));
    assertThat(Streams.peek(known)).isInstanceOf(Peek.Http.class);
  }

  @Test
  void looksAtEachByteOfAnUnknownFirstLineOnce() {
    var other = latin("FOO " + "x".repeat(Streams.HEAD_LIMIT - 4));
    assertThat(peekPoisoned(other, 2)).isInstanceOf(Peek.Malformed.class);
  }

  @Test
  void looksAtEachByteOfALaterHeadOnceUntilItIsComplete() {
    var head = latin("GET / HTTP/1.1\r\nHost: a.test\r\nX: " + "x".repeat(9_000) + "\r\n\r\n");
    var walker = new RequestWalker(Streams.HEAD_LIMIT);
    for (int end = 1; end < head.length; end++) {
      assertThat(walker.next(poisoned(head, end, 2, 0))).isEqualTo(new Step.NeedMore());
    }
    assertThat(walker.next(ByteBuffer.wrap(head))).isInstanceOf(Step.Head.class);
  }

  @Test
  void readsAHelloInOneRecordWhereItLies() {
    var stream = ByteBuffer.wrap(new HelloBuilder().padding(16_000).serverName("a.test").records());
    var peeker = new Peeker(Streams.HELLO_LIMIT, Streams.HEAD_LIMIT);
    peeker.peek(stream);
    peeker.reset();

    assertThat(allocatedBy(() -> peeker.peek(stream))).isLessThan(4096);
  }

  @Test
  void takesAFingerprintFromWhereTheHelloLies() {
    var stream = ByteBuffer.wrap(new HelloBuilder().padding(16_000).serverName("a.test").records());
    var tls = (Peek.Tls) new Peeker(Streams.HELLO_LIMIT, Streams.HEAD_LIMIT).peek(stream);
    Ja4.of(stream, tls);

    assertThat(allocatedBy(() -> Ja4.of(stream, tls))).isLessThan(1024);
  }

  @Test
  void allocatesNothingOnTheWordOfALength() {
    var claim = ByteBuffer.wrap(new byte[] {22, 3, 1, 0x40, 0, 1, 0, (byte) 0xE0, 0});
    var peeker = new Peeker(Streams.HELLO_LIMIT, Streams.HEAD_LIMIT);
    assertThat(peeker.peek(claim)).isInstanceOf(Peek.NeedMore.class);
    peeker.reset();

    assertThat(allocatedBy(() -> peeker.peek(claim))).isLessThan(1024);
  }

  private static Peek peekPoisoned(byte[] stream, int window) {
    var peeker = new Peeker(Streams.HELLO_LIMIT, Streams.HEAD_LIMIT);
    for (int end = 1; end < stream.length; end++) {
      assertThat(peeker.peek(poisoned(stream, end, window, FIRST_BYTES)))
          .as("after %d bytes", end)
          .isInstanceOf(Peek.NeedMore.class);
    }
    return peeker.peek(ByteBuffer.wrap(stream));
  }

  /// The first `end` bytes, all overwritten but the last `window` and the `first`.
  private static ByteBuffer poisoned(byte[] stream, int end, int window, int first) {
    var copy = ByteBuffer.wrap(stream.clone()).limit(end);
    for (int i = first; i < end - window; i++) {
      copy.put(i, POISON);
    }
    return copy;
  }

  private static long allocatedBy(Runnable work) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
