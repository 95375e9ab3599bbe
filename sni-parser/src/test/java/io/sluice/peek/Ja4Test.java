// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static io.sluice.peek.HelloBuilder.u16;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class Ja4Test {
  /// The example of the specification, with extensions in another order and GREASE in every place.
  private static HelloBuilder example() {
    var signatures = new ByteArrayOutputStream();
    signatures.writeBytes(u16(16));
    for (int scheme : new int[] {0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601}) {
      signatures.writeBytes(u16(scheme));
    }
    return new HelloBuilder()
        .suites(
            0x8A8A, 0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC013,
            0xC014, 0x009C, 0x009D, 0x002F, 0x0035)
        .extension(0x5A5A)
        .extension(0x0012)
        .serverName("allowed.test")
        .extension(0x0017)
        .extension(0xFF01, (byte) 0)
        .extension(0x000A, new byte[] {0, 2, 0, 29})
        .extension(0x000B, new byte[] {1, 0})
        .extension(0x0023)
        .alpn("h2", "http/1.1")
        .extension(0x0005, new byte[] {1, 0, 0, 0, 0})
        .extension(0x000D, signatures.toByteArray())
        .extension(0x0033, new byte[] {0, 0})
        .extension(0x002D, new byte[] {1, 1})
        .versions(0x1A1A, 0x0304, 0x0303)
        .extension(0x001B, new byte[] {2, 0, 2})
        .extension(0x4469)
        .extension(0x6A6A, (byte) 0)
        .padding(17);
  }

  @Test
  void isThatOfTheSpecification() {
    assertThat(ja4(example().records())).isEqualTo("t13d1516h2_8daaf6152771_e5627efa2ab1");
  }

  @Test
  void doesNotDependOnRecords() {
    assertThat(ja4(example().records(5))).isEqualTo("t13d1516h2_8daaf6152771_e5627efa2ab1");
  }

  @Test
  void keepsTwoBytesForEachNumberAndNothingOfTheStream() {
    var stream = ByteBuffer.wrap(example().records());
    var ja4 = Objects.requireNonNull(Ja4.of(stream, (Peek.Tls) Streams.peek(stream.array())));
    Arrays.fill(stream.array(), (byte) 0);

    assertThat(ja4.size()).isEqualTo(15 + 14 + 8);
    assertThat(ja4.text()).isEqualTo("t13d1516h2_8daaf6152771_e5627efa2ab1");
    assertThat(ja4.text()).isSameAs(ja4.text());
  }

  @Test
  void writesNoughtsForWhatIsAbsent() {
    var bare = new HelloBuilder().suites(0x0A0A).legacyVersion(0x0301).noExtensions();

    assertThat(ja4(bare.records())).isEqualTo("t10i000000_000000000000_000000000000");
  }

  @Test
  void writesOddProtocolsInHex() {
    assertThat(ja4(example("\u00ab\u00cd").records())).startsWith("t12i0201ad_");
    assertThat(ja4(example("h\u00cd").records())).startsWith("t12i02016d_");
    assertThat(ja4(example("x").records())).startsWith("t12i0201xx_");
  }

  @Test
  void tellsOldVersions() {
    assertThat(ja4(new HelloBuilder().legacyVersion(0x0302).records())).startsWith("t11");
    assertThat(ja4(new HelloBuilder().legacyVersion(0x0300).records())).startsWith("ts3");
    assertThat(ja4(new HelloBuilder().legacyVersion(0x7F00).records())).startsWith("t00");
  }

  @Test
  void isEmptyForSsl2Framing() {
    var stream = new byte[2 + 9 + 3 + 16];
    stream[0] = (byte) 0x80;
    stream[1] = (byte) (stream.length - 2);
    stream[2] = 1;
    stream[3] = 3;
    stream[6] = 3;
    stream[10] = 16;

    assertThat(ja4(stream)).isEmpty();
  }

  private static HelloBuilder example(String protocol) {
    return new HelloBuilder().alpn(protocol);
  }

  private static String ja4(byte[] stream) {
    var buffer = ByteBuffer.allocate(stream.length + 2).position(2).put(stream).position(2);
    var ja4 = Ja4.of(buffer, (Peek.Tls) Streams.peek(stream));
    return ja4 == null ? "" : ja4.text();
  }
}
