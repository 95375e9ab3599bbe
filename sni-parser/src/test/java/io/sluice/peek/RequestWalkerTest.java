// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static io.sluice.peek.HelloBuilder.latin;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.peek.RequestSource.Step;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestWalkerTest {
  private static final String WEBSOCKET =
      "GET /chat HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  private static final String NEXT = "GET / HTTP/1.1\r\nHost: b.test\r\n\r\n";

  private final RequestWalker walker = new RequestWalker(Streams.HEAD_LIMIT);

  static Stream<Arguments> streams() {
    return CaseFile.read("streams.txt");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("streams")
  void judgesEveryRequest(String what, String expected, byte[] stream) {
    var whole = Streams.walk(stream, stream.length);

    assertThat(String.join(" ", whole.seen())).isEqualTo(expected);
    assertThat(Streams.walk(stream, 1)).isEqualTo(whole);
    assertThat(Streams.walk(stream, 7)).isEqualTo(whole);
  }

  @Test
  void needsMoreWithoutBytes() {
    assertThat(next("")).isEqualTo(new Step.NeedMore());
  }

  @Test
  void passesABodyOnAsItComes() {
    next("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5000000000\r\n\r\n");

    assertThat(next("x".repeat(70_000))).isEqualTo(new Step.Body(70_000));
    assertThat(next("")).isEqualTo(new Step.NeedMore());
    assertThat(next("x")).isEqualTo(new Step.Body(1));
  }

  @Test
  void holdsEverythingBehindAWebsocketHandshake() {
    assertThat(next(WEBSOCKET)).isInstanceOf(Step.Head.class);

    assertThat(next(NEXT)).isEqualTo(new Step.NeedMore());
    assertThat(next(NEXT + "x".repeat(Streams.HEAD_LIMIT))).isEqualTo(new Step.NeedMore());
  }

  @Test
  void passesEverythingOnAfterTheUpgrade() {
    next(WEBSOCKET);
    walker.upgraded();

    assertThat(next("\u0081\u0085\0\n")).isEqualTo(new Step.Body(4));
    assertThat(next(NEXT)).isEqualTo(new Step.Body(NEXT.length()));
  }

  @Test
  void judgesOnWhenTheUpgradeIsRefused() {
    next(WEBSOCKET);
    walker.upgradeRefused();

    assertThat(next(NEXT)).isInstanceOf(Step.Head.class);
    walker.upgraded();
    assertThat(next("\u0081\u0085\0\n")).isInstanceOf(Step.Malformed.class);
  }

  @Test
  void refusesForGood() {
    var refused = next("GET / HTTP/1.1\r\nHost: a..test\r\n\r\n");

    assertThat(refused).isEqualTo(new Step.Malformed(Defect.BAD_NAME, "a..test"));
    assertThat(next(NEXT)).isSameAs(refused);
  }

  @Test
  void letsAReporterPassOverAHeadWhoseEndIsKnown() {
    var head = "POST / HTTP/1.1\r\nHost: 1.2.3.4\r\nContent-Length: 3\r\n\r\n";
    next(head);

    assertThat(walker.passOver()).isEqualTo(head.length());
    assertThat(walker.passOver()).isZero();
    assertThat(next("abc" + NEXT)).isEqualTo(new Step.Body(3));
    assertThat(next(NEXT)).isInstanceOf(Step.Head.class);
  }

  @Test
  void goesOnBehindAnAddressThatIsAllowed() {
    var head = "POST / HTTP/1.1\r\nHost: 1.2.3.4\r\nContent-Length: 3\r\n\r\n";

    assertThat(next(head)).isEqualTo(new Step.Malformed(Defect.IP_LITERAL, "1.2.3.4"));
    assertThat(walker.allowLiteral())
        .isEqualTo(
            new Step.Head(new RequestHead("POST", "/", null, -1, null, true), head.length()));
    assertThat(next("abc" + NEXT)).isEqualTo(new Step.Body(3));
    assertThat(next(NEXT)).isInstanceOf(Step.Head.class);
  }

  @Test
  void allowsNothingElseThanAnAddress() {
    var refused = next("GET / HTTP/1.1\r\nHost: a..test\r\n\r\n");

    assertThat(walker.allowLiteral()).isSameAs(refused);
    assertThat(next(NEXT)).isSameAs(refused);
  }

  @Test
  void aLateWebsocketHandshakeIsRefusedAtAnAddressToo() {
    next(NEXT);
    next(WEBSOCKET.replace("a.test", "1.2.3.4"));

    assertThat(walker.allowLiteral()).isEqualTo(new Step.Malformed(Defect.HTTP_UPGRADE, null));
  }

  @Test
  void letsAReporterPassOverALateWebsocketHandshake() {
    next(NEXT);
    assertThat(next(WEBSOCKET)).isEqualTo(new Step.Malformed(Defect.HTTP_UPGRADE, "a.test"));

    assertThat(walker.passOver()).isEqualTo(WEBSOCKET.length());
    assertThat(next(NEXT)).isInstanceOf(Step.Head.class);
  }

  @Test
  void letsNobodyPassOverAHeadWhoseEndIsNotKnown() {
    var refused = next("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: x\r\n\r\n");

    assertThat(walker.passOver()).isZero();
    assertThat(next(NEXT)).isSameAs(refused);
  }

  @Test
  void tellsNoOlderNameWithARefusedBody() {
    next("POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n");

    assertThat(next("x")).isEqualTo(new Step.Malformed(Defect.HTTP_BAD_FRAMING, null));
    assertThat(walker.passOver()).isZero();
  }

  private Step next(String bytes) {
    var buffer = ByteBuffer.allocate(bytes.length() + 2).position(2).put(latin(bytes)).position(2);
    return walker.next(buffer);
  }
}
