// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static io.sluice.peek.HelloBuilder.latin;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.peek.RequestSource.Step;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestHeadTest {
  static Stream<Arguments> heads() {
    return CaseFile.read("heads.txt");
  }

  static Stream<Arguments> hosts() {
    return CaseFile.read("hosts.txt");
  }

  /// Names that cannot even be sent as a field value are cases of heads.txt.
  static Stream<Arguments> names() {
    return CaseFile.read("names.txt")
        .filter(name ->
            new String((byte[]) name.get()[2], StandardCharsets.ISO_8859_1)
                .chars()
                .allMatch(c -> c >= ' '));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("heads")
  void readsOrRefusesHeads(String what, String expected, byte[] head) {
    assertThat(outcome(head)).isEqualTo(expected);
    assertThat(peeked(head)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({"hosts", "names"})
  void readsOrRefusesHosts(String what, String expected, byte[] host) {
    var head = HelloBuilder.join(latin("GET / HTTP/1.1\r\nHost: "), host, latin("\r\n\r\n"));
    assertThat(outcome(head)).isEqualTo(expected);
  }

  @Test
  void tellsWhetherAnotherRequestMayFollow() {
    assertThat(keepAlive("HTTP/1.1", "")).isTrue();
    assertThat(keepAlive("HTTP/1.1", "Connection: close\r\n")).isFalse();
    assertThat(keepAlive("HTTP/1.1", "Connection: x, ,\tClose\r\n")).isFalse();
    assertThat(keepAlive("HTTP/1.1", "Connection: closed\r\n")).isTrue();
    assertThat(keepAlive("HTTP/1.0", "")).isFalse();
    assertThat(keepAlive("HTTP/1.0", "Connection: Keep-Alive\r\n")).isTrue();
    assertThat(keepAlive("HTTP/1.0", "Connection: keep-alive, close\r\n")).isFalse();
  }

  @Test
  void givesTheHeadAsSent() {
    assertThat(head("PUT /\u00e4?q HTTP/1.1\r\nHost: A.test:81\r\n\r\n"))
        .isEqualTo(new RequestHead("PUT", "/\u00e4?q", "a.test", 81, null, true));
    assertThat(head("GET / HTTP/1.1\r\nHost: a.test\r\nUpgrade: WebSocket\r\n\r\n").upgrade())
        .isEqualTo("websocket");
  }

  private static boolean keepAlive(String version, String fields) {
    return head("GET / " + version + "\r\n" + fields + "Host: a.test\r\n\r\n").keepAlive();
  }

  private static RequestHead head(String head) {
    var step = new RequestWalker(Streams.HEAD_LIMIT).next(ByteBuffer.wrap(latin(head)));
    return ((Step.Head) step).head();
  }

  private static String outcome(byte[] head) {
    return switch (new RequestWalker(Streams.HEAD_LIMIT).next(ByteBuffer.wrap(head))) {
      case Step.Head(var good, int length) -> {
        assertThat(length).isEqualTo(head.length);
        yield text(good);
      }
      case Step.Malformed(var defect, _) -> defect.name();
      case Step.NeedMore _ -> "more";
      case Step.Body _ -> "body";
    };
  }

  private static String peeked(byte[] head) {
    return switch (Streams.peek(head)) {
      case Peek.Http(var good, _) -> text(good);
      case Peek.Malformed(_, var defect, _, _, _) -> defect.name();
      case Peek.NeedMore _, Peek.Tls _, Peek.Http2 _, Peek.Unrecognized _ -> "no HTTP";
    };
  }

  private static String text(RequestHead head) {
    return head.host() == null ? "none" : head.host() + (head.port() < 0 ? "" : ":" + head.port());
  }
}
