// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.http2;

import static io.sluice.gateway.http2.Frames.DATA;
import static io.sluice.gateway.http2.Frames.END_STREAM;
import static io.sluice.gateway.http2.Frames.PADDED;
import static io.sluice.gateway.http2.Frames.RST_STREAM;
import static io.sluice.gateway.http2.Frames.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.sluice.peek.RequestSource.Step;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The DATA of a stream against the content-length of its request (RFC 9113 section 8.1.1) and its
/// end (section 5.1).
class RequestBodiesTest {
  private static final Http2Headers TRAILERS = new DefaultHttp2Headers().add("x-checksum", "1");

  @Test
  void asMuchAsAnnouncedPasses() {
    var frames =
        post(1, 10)
            .frame(DATA, 0, 1, new byte[4])
            .headers(3, get("a.example").add("content-length", "3"))
            .frame(DATA, 0, 1, new byte[0])
            .frame(DATA, PADDED, 1, padded(4, 30))
            .frame(DATA, END_STREAM, 3, new byte[3])
            .frame(DATA, PADDED | END_STREAM, 1, padded(2, 0));

    assertPasses(frames);
  }

  @Test
  void anEmptyBodyPasses() {
    assertPasses(Frames.begin().last(1, get("a.example").add("content-length", "0")));
    assertPasses(post(1, 0).frame(DATA, END_STREAM, 1, new byte[0]));
    assertPasses(post(1, 0).last(1, TRAILERS));
  }

  @Test
  void aBodyWithoutALengthPasses() {
    var frames = Frames.begin().headers(1, get("a.example")).frame(DATA, 0, 1, new byte[9]);

    assertPasses(frames.frame(DATA, END_STREAM, 1, new byte[9]));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 2})
  void aBodyOfNoRequestIsRefused(int stream) {
    int good = post(1, 10).bytes().length;

    assertRefused(post(1, 10).frame(DATA, 0, stream, new byte[1]), good);
  }

  @Test
  void moreThanAnnouncedIsRefusedBeforeItPasses() {
    var frames = post(1, 10).frame(DATA, 0, 1, new byte[10]);
    int good = frames.bytes().length;

    assertRefused(frames.frame(DATA, 0, 1, new byte[1]), good);
    assertRefused(post(1, 0).frame(DATA, 0, 1, new byte[1]), post(1, 0).bytes().length);
  }

  @Test
  void lessThanAnnouncedIsRefused() {
    int head = post(1, 10).bytes().length;

    assertRefused(post(1, 10).frame(DATA, END_STREAM, 1, new byte[9]), head);
    assertRefused(post(1, 10).frame(DATA, END_STREAM | PADDED, 1, padded(9, 1)), head);
    assertRefused(post(1, 10).last(1, TRAILERS), head);
  }

  @Test
  void aLengthWithoutABodyIsRefused() {
    var frames = Frames.begin();
    int good = frames.bytes().length;

    assertRefused(frames.last(1, get("a.example").add("content-length", "10")), good);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void paddingLongerThanItsFrameIsRefused(int length) {
    var payload = new byte[length];
    if (length > 0) {
      payload[0] = (byte) length;
    }
    var frames = post(1, 10).frame(DATA, PADDED, 1, payload);

    assertThat(end(frames.bytes(), 1))
        .isEqualTo("HTTP_BAD_SYNTAX at " + post(1, 10).bytes().length);
  }

  @Test
  void aStreamGivenUpOwesNothing() {
    var frames = post(1, 10);
    for (int stream = 3; stream < 4 * RequestBodies.STREAMS; stream += 2) {
      frames.headers(stream, get("a.example").add("content-length", "10"));
      frames.frame(RST_STREAM, 0, stream, new byte[4]);
    }

    assertPasses(frames);
  }

  @Test
  void ofTooManyUnfinishedBodiesTheLongestSilentIsGivenUp() {
    var frames = post(1, 10).headers(3, get("a.example")).frame(DATA, 0, 1, new byte[1]);
    for (int i = 2; i <= RequestBodies.STREAMS; i++) {
      frames.headers(1 + 2 * i, get("a.example").add("content-length", "10"));
    }
    frames.frame(DATA, END_STREAM, 1, new byte[9]);
    frames.frame(DATA, END_STREAM, 1 + 2 * RequestBodies.STREAMS, new byte[10]);
    int good = frames.bytes().length;
    assertPasses(frames);

    assertRefused(frames.frame(DATA, 0, 3, new byte[1]), good);
  }

  @Test
  void aStreamThatHasEndedSendsNoMore() {
    var ended =
        List.of(
            Frames.begin().last(1, get("a.example")),
            Frames.begin().headers(1, get("a.example")).last(1, TRAILERS),
            Frames.begin().headers(1, get("a.example")).frame(RST_STREAM, 0, 1, new byte[4]),
            post(1, 1).frame(DATA, END_STREAM, 1, new byte[1]));

    for (var frames : ended) {
      int good = frames.bytes().length;
      assertRefused(frames.frame(DATA, 0, 1, new byte[0]), good);
    }
  }

  @Test
  void trailersThatEndNothingAreRefused() {
    int good = post(1, 0).bytes().length;

    assertRefused(post(1, 0).headers(1, TRAILERS), good);
  }

  private static Frames post(int stream, int length) {
    return Frames.begin()
        .headers(
            stream, get("a.example").method("POST").add("content-length", String.valueOf(length)));
  }

  private static byte[] padded(int length, int padding) {
    var payload = new byte[1 + length + padding];
    payload[0] = (byte) padding;
    return payload;
  }

  private static void assertPasses(Frames frames) {
    var sent = frames.bytes();
    assertThat(end(sent, sent.length)).isEqualTo("end at " + sent.length);
    assertThat(end(sent, 1)).isEqualTo("end at " + sent.length);
  }

  private static void assertRefused(Frames frames, int at) {
    var sent = frames.bytes();
    assertThat(end(sent, sent.length)).isEqualTo("HTTP_BAD_FRAMING at " + at);
    assertThat(end(sent, 1)).isEqualTo("HTTP_BAD_FRAMING at " + at);
  }

  /// How a walk ends, and where, over a stream that comes in segments.
  private static String end(byte[] sent, int segment) {
    var walker = new StreamWalker(16 << 10);
    int at = 0;
    for (int end = 0; end < sent.length; ) {
      end = Math.min(sent.length, end + segment);
      boolean more = true;
      while (more) {
        switch (walker.next(ByteBuffer.wrap(sent, at, end - at))) {
          case Step.Head(_, int length) -> at += length;
          case Step.Body(int length) -> at += length;
          case Step.NeedMore() -> more = false;
          case Step.Malformed(var defect, _) -> {
            return defect + " at " + at;
          }
        }
      }
    }
    return "end at " + at;
  }
}
