// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static io.sluice.peek.HelloBuilder.join;
import static io.sluice.peek.HelloBuilder.u16;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.peek.ClientHello.Ech;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClientHelloTest {
  private static final int ECH = 0xFE0D;

  private static HelloBuilder hello() {
    return new HelloBuilder().serverName("allowed.test");
  }

  @Test
  void tellsProtocolsInOrder() {
    assertThat(Streams.hello(hello().alpn("h2", "http/1.1").records()).alpn())
        .containsExactly("h2", "http/1.1");
    assertThat(Streams.hello(hello().alpn("http/1.1", "h2").records()).alpn())
        .containsExactly("http/1.1", "h2");
    assertThat(Streams.hello(hello().alpn("\n\n\u00ff").records()).alpn())
        .containsExactly("\n\n\u00ff");
    assertThat(Streams.hello(hello().records()).alpn()).isEmpty();
  }

  @Test
  void keepsEightProtocolsOfALongList() {
    var most = "a b c d e f g h".split(" ");

    assertThat(Streams.hello(hello().alpn(most).records()).alpn()).containsExactly(most);
    assertThat(Streams.hello(hello().extension(16, protocols(32_000)).records()).alpn())
        .hasSize(8)
        .containsOnly("x");
  }

  @Test
  void keepsNoFurtherProtocolOnceTheyAreLong() {
    var half = "x".repeat(126);
    var longest = "y".repeat(255);

    assertThat(Streams.hello(hello().alpn(half, half, "h2").records()).alpn())
        .containsExactly(half, half);
    assertThat(Streams.hello(hello().alpn(half, "z".repeat(125), longest, "h2").records()).alpn())
        .containsExactly(half, "z".repeat(125), longest);
    assertThat(Streams.hello(hello().alpn(longest, "h2").records()).alpn())
        .containsExactly(longest);
  }

  @Test
  void refusesAListThatBreaksBehindTheProtocolsKept() {
    var body = protocols(32_000);
    body[body.length - 2] = 2;
    refuses(hello().extension(16, body));
    body[body.length - 2] = 0;
    refuses(hello().extension(16, body));
  }

  /// As many protocols of one letter.
  private static byte[] protocols(int count) {
    var list = new byte[2 * count];
    for (int i = 0; i < list.length; i += 2) {
      list[i] = 1;
      list[i + 1] = 'x';
    }
    return join(u16(list.length), list);
  }

  @Test
  void refusesBrokenProtocolLists() {
    refuses(hello().extension(16));
    refuses(hello().extension(16, u16(1)));
    refuses(hello().extension(16, join(u16(1), new byte[1])));
    refuses(hello().extension(16, join(u16(2), new byte[] {2, 'h'})));
    refuses(hello().extension(16, join(u16(2), new byte[] {2, 'h', '2'})));
  }

  @Test
  void tellsVersionsWithoutGrease() {
    assertThat(
            Streams.hello(hello().versions(0x2A2A, 0x0304, 0x0303).records()).supportedVersions())
        .containsExactly(0x0304, 0x0303);
    assertThat(Streams.hello(hello().versions(0x0303, 0x7F1C).records()).supportedVersions())
        .containsExactly(0x0303, 0x7F1C);
  }

  @Test
  void takesTheLegacyVersionWithoutTheExtension() {
    assertThat(Streams.hello(hello().legacyVersion(0x0301).records()).supportedVersions())
        .containsExactly(0x0301);
  }

  @Test
  void refusesBrokenVersionLists() {
    refuses(hello().extension(43));
    refuses(hello().extension(43, (byte) 0));
    refuses(hello().extension(43, new byte[] {3, 3, 4, 3}));
    refuses(hello().extension(43, new byte[] {2, 3, 4, 3}));
    refuses(hello().extension(43, new byte[] {4, 3, 4}));
  }

  @Test
  void tellsResumption() {
    assertThat(Streams.hello(hello().records()).resumption()).isFalse();
    assertThat(Streams.hello(hello().extension(35).records()).resumption()).isFalse();
    assertThat(Streams.hello(hello().extension(35, new byte[9]).records()).resumption()).isTrue();
    assertThat(Streams.hello(hello().extension(41, new byte[9]).records()).resumption()).isTrue();
  }

  @Test
  void tellsWhatEncryptedClientHelloLooksLike() {
    assertThat(Streams.hello(hello().records()).ech()).isEqualTo(Ech.ABSENT);
    assertThat(ech(outer(32, 144))).isEqualTo(Ech.GREASE_LIKE);
    assertThat(ech(outer(32, 239))).isEqualTo(Ech.GREASE_LIKE);
    assertThat(ech(outer(32, 131))).isEqualTo(Ech.OFFERED);
    assertThat(ech(outer(65, 144))).isEqualTo(Ech.OFFERED);
    assertThat(ech(new byte[] {1})).isEqualTo(Ech.OFFERED);
    assertThat(ech(new byte[0])).isEqualTo(Ech.OFFERED);
    assertThat(ech(join(new byte[] {0, 0, 1, 0, 1, 42}, u16(32), new byte[32])))
        .isEqualTo(Ech.OFFERED);
  }

  @Test
  void refusesDuplicateExtensions() {
    assertThat(Streams.defect(hello().serverName("evil.test").records()))
        .isEqualTo(Defect.TLS_DUPLICATE_EXTENSION);
    assertThat(Streams.defect(hello().extension(0xFF01).extension(9).extension(0xFF01).records()))
        .isEqualTo(Defect.TLS_DUPLICATE_EXTENSION);
    assertThat(Streams.defect(hello().extension(63).extension(63).records()))
        .isEqualTo(Defect.TLS_DUPLICATE_EXTENSION);
    assertThat(Streams.defect(hello().extension(64).extension(64).records()))
        .isEqualTo(Defect.TLS_DUPLICATE_EXTENSION);
  }

  @Test
  void boundsTheNumberOfExtensions() {
    var most = hello();
    for (int type = 1000; type < 1255; type++) {
      most.extension(type);
    }

    assertThat(Streams.hello(most.records()).serverName()).isEqualTo("allowed.test");
    assertThat(Streams.defect(most.extension(2000).records())).isEqualTo(Defect.TLS_TOO_LARGE);
  }

  @Test
  void refusesLengthsThatDoNotAddUp() {
    refuses(hello().sessionId(33));
    refuses(hello().suites());
    refuses(hello().extensionsLengthError(-1));
    refuses(hello().extensionsLengthError(1));
    refuses(hello().lengthError(-40));
    refuses(hello().lengthError(-1));
  }

  @Test
  void refusesEveryMessageCutShort() {
    // The header's length fits what is there, the vectors inside do not.
    var whole = hello().alpn("h2").message();
    for (int length = 4; length < whole.length; length++) {
      var cut = Arrays.copyOf(whole, length);
      cut[2] = (byte) ((length - 4) >> 8);
      cut[3] = (byte) (length - 4);
      var peek = Streams.peek(hello().records(cut, 1 << 14));
      if (length != 4 + 2 + 32 + 1 + 32 + 2 + 4 + 2) {
        assertThat(peek).as("cut to %d", length).isInstanceOf(Peek.Malformed.class);
      } else {
        // Cut exactly before the extensions it is a hello without them.
        assertThat(peek).isInstanceOf(Peek.Tls.class);
      }
    }
  }

  private static Ech ech(byte[] body) {
    return Streams.hello(hello().extension(ECH, body).records()).ech();
  }

  private static byte[] outer(int enc, int payload) {
    return join(
        new byte[] {0, 0, 1, 0, 1, 42}, u16(enc), new byte[enc], u16(payload), new byte[payload]);
  }

  private static void refuses(HelloBuilder hello) {
    assertThat(Streams.defect(hello.records())).isEqualTo(Defect.TLS_BAD_LENGTH);
  }
}
