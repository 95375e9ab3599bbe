// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static io.sluice.peek.HelloBuilder.latin;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeekerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_10.0\r\n",
        "EHLO client.test\r\nSTARTTLS\r\n",
        "USER anonymous\r\n",
        "CAP REQ :a/b c/d\r\n",
        "AUTH TLS\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 64278 443\r\n",
        "OPTIONS rtsp://a.test/x RTSP/1.0\r\n",
        "POST abc\nUSER x\n",
        "GET\r\n",
        "got /\r\n",
        "\r\nEHLO client.test\r\n",
        "\n{}",
        "\u00160\u0000\u0000\u0000",
        "\u0016\u0001\u0000I",
        "\u0016\u0001\u0000\u0001\u0000\u0002",
        "\u0015\u0001\u0000\u0000\u0003",
        "\u0015\u0001\u0000\u0000\u0002\u0003",
        "CONN x\u0000y",
        "RFB 003.889\n",
        "PING\r\n",
        "*1\r\n$4\r\nPING\r\n",
        "\0\0\0\b\4\u00d2\u0016/",
        "\u0016GET / HTTP/1.1\r\n",
        "\u0014\u0002",
        "\u0013BitTorrent protocol",
        "\u00de\u00ad\u00be\u00ef"
      })
  void leavesOtherProtocolsUnrecognized(String stream) {
    assertThat(Streams.peek(latin(stream))).isEqualTo(new Peek.Unrecognized());
    assertThat(Streams.peekInSteps(latin(stream), 1)).isEqualTo(new Peek.Unrecognized());
  }

  @Test
  void recognisesTheHttp2Preface() {
    var stream = latin("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");

    assertThat(Streams.peek(stream)).isEqualTo(new Peek.Http2());
    assertThat(Streams.peekInSteps(stream, 1)).isEqualTo(new Peek.Http2());
  }

  @Test
  void takesABrokenHttp2PrefaceForBrokenHttp() {
    assertThat(Streams.defect(latin("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n")))
        .isEqualTo(Defect.HTTP_BAD_SYNTAX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /\r\n\r\n",
        "GET / HTTP/1.1\n\n",
        "FOO / HTTP/1.1\n\n",
        "GET   /  HTTP/1.1\r\n\r\n",
        "GET /\u0000",
        "POST x HTTP/1.1\r\n\r\n",
        "\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a.test\r\n\r\n",
        "\nGET / HTTP/1.1\r\nHost: a.test\r\n\r\n",
        "\r\n\nGET / HTTP/1.1\r\nHost: a.test\r\n\r\n",
        "\r\rGET / HTTP/1.1\r\nHost: a.test\r\n\r\n",
        " GET / HTTP/1.1\r\nHost: a.test\r\n\r\n",
        "\t\r\nGET / HTTP/1.1\r\nHost: a.test\r\n\r\n",
        "GET\tx\tHTTP/1.1\r\nHost: a.test\r\n\r\n",
        "FOO / HTTP/1.01\r\nHost: a.test\r\n\r\n",
        "\r\nPRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      })
  void takesWhatLooksLikeHttpForHttp(String stream) {
    assertThat(Streams.peekInSteps(latin(stream), 1)).isEqualTo(Streams.peek(latin(stream)));
    assertThat(Streams.peek(latin(stream)))
        .isInstanceOfSatisfying(
            Peek.Malformed.class,
            refused -> {
              assertThat(refused.protocol()).isEqualTo(Peek.Protocol.HTTP);
              assertThat(refused.defect()).isEqualTo(Defect.HTTP_BAD_SYNTAX);
            });
  }

  @Test
  void endsTheHeadAtTheBlankLine() {
    var head = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
    var peek = (Peek.Http) Streams.peek(latin(head + "POST / HTTP/1.1\r\n"));

    assertThat(peek.length()).isEqualTo(head.length());
    assertThat(peek.head()).isEqualTo(new RequestHead("GET", "/", "a.test", -1, null, true));
  }

  @Test
  void boundsTheHead() {
    var head = "GET / HTTP/1.1\r\nHost: a.test\r\nX: " + "x".repeat(20_000);
    var exact = "GET / HTTP/1.1\r\nHost: a.test\r\nX: ";
    exact += "x".repeat(Streams.HEAD_LIMIT - exact.length() - 4) + "\r\n\r\n";

    assertThat(Streams.peek(latin(head)))
        .isEqualTo(
            new Peek.Malformed(
                Peek.Protocol.HTTP, Defect.HTTP_TOO_LARGE, Streams.HEAD_LIMIT, "a.test"));
    assertThat(Streams.peekInSteps(latin(head), 1)).isEqualTo(Streams.peek(latin(head)));
    assertThat(Streams.peek(latin(exact))).isInstanceOf(Peek.Http.class);
    assertThat(Streams.peek(latin(exact.replace("X:", "XX:")))).isInstanceOf(Peek.Malformed.class);
  }

  @Test
  void refusesWhatMayStillBecomeARequestAtTheLimit() {
    for (var first : new String[] {"FOO ", "foo", "\n", "\r\n", " "}) {
      var stream = latin(first.repeat(Streams.HEAD_LIMIT) + "\nEHLO x\r\n");

      assertThat(Streams.peek(stream))
          .isEqualTo(
              new Peek.Malformed(
                  Peek.Protocol.HTTP, Defect.HTTP_TOO_LARGE, Streams.HEAD_LIMIT, null));
      assertThat(Streams.peekInSteps(stream, 1)).isEqualTo(Streams.peek(stream));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get / HTTP/1.1\r\n",
        "-GET / HTTP/1.1\r\n",
        "M3! / HTTP/1.1\r\n",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ / HTTP/1.1\r\n",
        "\r\nGET / HTTP/1.1\r\n",
        "\r\n\r\nGET / HTTP/1.1\r\n",
      })
  void judgesByItsNameWhatSomeServerTakesForARequest(String line) {
    var stream = latin(line + "Host: a.test\r\n\r\n");

    assertThat(Streams.peek(stream))
        .isInstanceOfSatisfying(
            Peek.Http.class, http -> assertThat(http.head().host()).isEqualTo("a.test"));
    assertThat(Streams.peekInSteps(stream, 1)).isEqualTo(Streams.peek(stream));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 15, 16, 0x7F, 0xFF})
  void takesAHelloInARecordOfAnyVersionForTls(int major) {
    var hello = new HelloBuilder().serverName("a.test").records();
    hello[1] = (byte) major;
    var alert = latin("\u0015" + (char) major + "\1\0\2\1\0");

    for (var stream : new byte[][] {hello, alert}) {
      assertThat(Streams.defect(stream)).isEqualTo(Defect.TLS_UNEXPECTED_RECORD);
      assertThat(Streams.peekInSteps(stream, 1)).isEqualTo(Streams.peek(stream));
    }
  }

  @Test
  void tellsTheNameReadBeforeTheDefect() {
    var refused = (Peek.Malformed) Streams.peek(latin("GET / HTTP/1.1\r\nHost: a.test\r\nX\u0000"));

    assertThat(refused.name()).isEqualTo("a.test");
    assertThat(refused.offset()).isEqualTo(31);
  }
}
