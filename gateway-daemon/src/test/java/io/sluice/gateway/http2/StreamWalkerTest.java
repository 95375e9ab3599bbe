// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.http2;

import static io.sluice.gateway.http2.Frames.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.sluice.peek.Defect;
import io.sluice.peek.Peek;
import io.sluice.peek.RequestSource.Step;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamWalkerTest {
  private static final int LIMIT = 16 << 10;

  @Test
  void everyStreamIsARequest() {
    var sent =
        Frames.begin()
            .headers(1, get("a.example"))
            .frame(Frames.DATA, 0, 1, new byte[100])
            .headers(3, get("B.example:8080"), 3)
            .headers(5, get("a.example"))
            .bytes();

    assertThat(walk(sent, sent.length)).containsExactly("a.example", "b.example", "a.example");
  }

  @Property(tries = 200)
  void anyCutIntoSegmentsGivesTheSameRequests(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 90) Integer> cuts) {
    var sent =
        Frames.begin()
            .headers(1, get("a.example"), 2)
            .frame(Frames.DATA, 1, 1, new byte[33])
            .headers(3, get("b.example"), 4)
            .frame(Frames.DATA, 0, 3, new byte[7])
            .last(3, trailers())
            .headers(5, get("c.example"))
            .bytes();

    assertThat(walk(sent, cuts.stream().mapToInt(Integer::intValue).toArray()))
        .containsExactly("a.example", "b.example", "c.example");
  }

  @Test
  void trailersAreNoRequest() {
    var sent = Frames.begin().headers(1, get("a.example")).last(1, trailers()).bytes();

    assertThat(walk(sent, sent.length)).containsExactly("a.example");
  }

  @Test
  void trailersThatNameAHostAreRefused() {
    var sent = Frames.begin().headers(1, get("a.example")).headers(1, get("evil.example")).bytes();

    assertThat(walk(sent, sent.length)).containsExactly("a.example", "HTTP_BAD_SYNTAX");
  }

  @ParameterizedTest
  @CsvSource({
    "host, b.example, HTTP_HOST_CONFLICT",
    "transfer-encoding, chunked, HTTP_BAD_SYNTAX",
    "upgrade, websocket, HTTP_BAD_SYNTAX",
    ":protocol, websocket, HTTP_BAD_SYNTAX",
    ":method, PUT, HTTP_BAD_SYNTAX",
    ":authority, b.example, HTTP_BAD_SYNTAX",
    ":path, /x HTTP/1.1, HTTP_BAD_SYNTAX",
    "content-length, +5, HTTP_BAD_FRAMING",
    "content-length, '5,5', HTTP_BAD_FRAMING",
    "content-length, '', HTTP_BAD_FRAMING",
    "content-length, 18446744073709551621, HTTP_BAD_FRAMING",
    "Host, b.example, HTTP_BAD_SYNTAX",
    "x y, z, HTTP_BAD_SYNTAX",
    "'host: b.example\r\nx', z, HTTP_BAD_SYNTAX",
    "x, 'a\r\nhost: b.example', HTTP_BAD_SYNTAX",
    ":x, z, HTTP_BAD_SYNTAX"
  })
  void whatAServerCouldReadDifferentlyIsRefused(String name, String value, String defect) {
    var sent = Frames.begin().headers(1, get("a.example").add(name, value)).bytes();

    assertThat(walk(sent, sent.length)).containsExactly(defect);
  }

  @ParameterizedTest
  @CsvSource({
    ":path, http://b.example/",
    ":path, '//b.example/#'",
    ":path, b.example",
    ":scheme, ftp",
    ":scheme, http://b.example/?"
  })
  void whatATranslatingServerCouldTakeForAnotherHostIsRefused(String name, String value) {
    var sent = Frames.begin().headers(1, get("a.example").set(name, value)).bytes();

    assertThat(walk(sent, sent.length)).containsExactly("HTTP_BAD_SYNTAX");
  }

  @ParameterizedTest
  @CsvSource({"host, b.example", "content-length, 5", "transfer-encoding, chunked"})
  void trailersThatActLikeAHeadAreRefused(String name, String value) {
    var trailers = new DefaultHttp2Headers(false).add(name, value);
    var sent = Frames.begin().headers(1, get("a.example")).headers(1, trailers).bytes();

    assertThat(walk(sent, sent.length)).containsExactly("a.example", "HTTP_BAD_SYNTAX");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, IP_LITERAL",
    "[2001:db8::1]:80, IP_LITERAL",
    "user@a.example, BAD_NAME",
    "'a.example b.example', BAD_NAME"
  })
  void anAuthorityIsAHostName(String authority, String defect) {
    var sent = Frames.begin().headers(1, get(authority)).bytes();

    assertThat(walk(sent, sent.length)).containsExactly(defect);
  }

  @Test
  void connectIsRefused() {
    var sent = Frames.begin().headers(1, get("a.example").method("CONNECT")).bytes();

    assertThat(walk(sent, sent.length)).containsExactly("HTTP_CONNECT");
  }

  @Test
  void aBlockThatDoesNotEndIsTooLarge() {
    var frames = Frames.begin().frame(Frames.HEADERS, 0, 1, new byte[10]);
    for (int i = 0; i < 3000; i++) {
      frames.frame(Frames.CONTINUATION, 0, 1, new byte[0]);
    }
    var sent = frames.bytes();

    assertThat(walk(sent, sent.length)).containsExactly("HTTP_TOO_LARGE");
    assertThat(new FirstRequest(LIMIT).peek(ByteBuffer.wrap(sent)))
        .isInstanceOfSatisfying(
            Peek.Malformed.class, bad -> assertThat(bad.defect()).isEqualTo(Defect.HTTP_TOO_LARGE));
  }

  @Test
  void aBlockThatUnpacksToMoreThanTheLimitIsRefused() {
    var frames = Frames.begin();
    var big = get("a.example").add("x", "y".repeat(4000));
    var sent = frames.headers(1, big).bytes();
    // From the second time on the field is one byte of index.
    var many = get("a.example");
    for (int i = 0; i < 20; i++) {
      many.add("x", "y".repeat(4000));
    }
    var packed = frames.headers(3, many).bytes();

    assertThat(walk(sent, sent.length)).containsExactly("a.example");
    assertThat(walk(packed, packed.length)).containsExactly("a.example", "HTTP_BAD_SYNTAX");
  }

  @Test
  void framesOutOfPlaceAreRefused() {
    var push = Frames.begin().frame(Frames.PUSH_PROMISE, 0, 1, new byte[8]).bytes();
    var lost = Frames.begin().frame(Frames.CONTINUATION, 4, 1, new byte[8]).bytes();
    var even = Frames.begin().headers(2, get("a.example")).bytes();
    var zero = Frames.begin().headers(0, get("a.example")).bytes();
    var mixed =
        Frames.begin()
            .frame(Frames.HEADERS, 0, 1, new byte[3])
            .frame(Frames.DATA, 0, 1, new byte[3])
            .bytes();

    for (var sent : List.of(push, lost, even, zero, mixed)) {
      assertThat(walk(sent, sent.length)).containsExactly("HTTP_BAD_SYNTAX");
    }
  }

  @Test
  void aFirstFlightWithoutARequestNeedsMore() {
    var sent = Frames.begin().bytes();

    assertThat(new FirstRequest(LIMIT).peek(ByteBuffer.wrap(sent)))
        .isEqualTo(new Peek.NeedMore(sent.length + 1));
  }

  /// The hosts asked for, and the defect that ends them, of a stream that comes in segments of
  /// these lengths, over and over.
  private static List<String> walk(byte[] sent, int... cuts) {
    var walker = new StreamWalker(LIMIT);
    var found = new ArrayList<String>();
    int at = 0;
    int end = 0;
    for (int i = 0; end < sent.length; i++) {
      end = Math.min(sent.length, end + cuts[i % cuts.length]);
      boolean more = true;
      while (more) {
        switch (walker.next(ByteBuffer.wrap(sent, at, end - at))) {
          case Step.Head(var head, int length) -> {
            found.add(String.valueOf(head.host()));
            at += length;
          }
          case Step.Body(int length) -> at += length;
          case Step.NeedMore() -> more = false;
          case Step.Malformed(Defect defect, _) -> {
            found.add(defect.name());
            return found;
          }
        }
      }
    }
    return found;
  }

  private static Http2Headers trailers() {
    return new DefaultHttp2Headers().add("x-checksum", "1");
  }
}
