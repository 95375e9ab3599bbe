// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static io.sluice.peek.HelloBuilder.join;
import static io.sluice.peek.HelloBuilder.u16;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Sslv2HelloTest {
  private static byte[] hello(int version, int suites, int sessionId, int challenge) {
    int length = 9 + suites + sessionId + challenge;
    return join(
        u16(0x8000 | length),
        new byte[] {1},
        u16(version),
        u16(suites),
        u16(sessionId),
        u16(challenge),
        new byte[suites + sessionId + challenge]);
  }

  @Test
  void isTlsWithoutAName() {
    var stream = hello(0x0301, 9, 0, 32);

    assertThat(Streams.hello(stream).serverName()).isNull();
    assertThat(Streams.hello(stream).supportedVersions()).containsExactly(0x0301);
    assertThat(Streams.hello(stream).resumption()).isFalse();
    assertThat(Streams.hello(hello(0x0002, 9, 16, 16)).resumption()).isTrue();
    assertThat(Streams.peekInSteps(stream, 1)).isEqualTo(Streams.peek(stream));
    assertThat(Streams.peekWhenAsked(stream)).isEqualTo(Streams.peek(stream));
  }

  @Test
  void refusesLengthsThatDoNotAddUp() {
    var stream = hello(0x0301, 9, 0, 32);
    stream[10]++;

    assertThat(Streams.defect(stream)).isEqualTo(Defect.TLS_BAD_LENGTH);
    assertThat(Streams.defect(hello(0x0301, 8, 0, 32))).isEqualTo(Defect.TLS_BAD_LENGTH);
    assertThat(Streams.defect(hello(0x0301, 0, 0, 32))).isEqualTo(Defect.TLS_BAD_LENGTH);
  }

  @Test
  void refusesWhatIsOverTheLimit() {
    var stream = Arrays.copyOf(hello(0x0301, 9, 0, 1000), 11);

    assertThat(new Peeker(500, 500).peek(ByteBuffer.wrap(stream)))
        .isEqualTo(new Peek.Malformed(Peek.Protocol.TLS, Defect.TLS_TOO_LARGE, 0, null));
  }

  @Test
  void leavesOtherBytesAlone() {
    unrecognized(0xFF, 0xFF, 0xFF);
    unrecognized(0x80, 0x2E, 0x01, 0x04);
    unrecognized(0x80, 0x2E, 0x01, 0x00, 0x03);
    unrecognized(0x80, 0x04, 0x01, 0x00, 0x02);
  }

  private static void unrecognized(int... bytes) {
    var stream = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      stream[i] = (byte) bytes[i];
    }
    assertThat(Streams.peek(stream)).isEqualTo(new Peek.Unrecognized());
  }
}
