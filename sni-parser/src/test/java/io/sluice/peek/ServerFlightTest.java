// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.peek.ServerFlight.Kind;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ServerFlightTest {

  @Test
  void recognisesAHelloRetryRequest() {
    assertThat(new ServerFlight().read(records(retry(), 1000))).isEqualTo(Kind.HELLO_RETRY);
  }

  @Test
  void aServerHelloAsksForNoSecondHello() {
    var hello = retry();
    hello[20] ^= 1;
    assertThat(new ServerFlight().read(records(hello, 1000))).isEqualTo(Kind.SERVER_HELLO);
  }

  @Test
  void applicationDataAsksForNoSecondHello() {
    assertThat(new ServerFlight().read(ByteBuffer.wrap(new byte[] {23, 3, 3, 0, 2, 2, 40})))
        .isEqualTo(Kind.OTHER);
  }

  @Test
  void warningsAndChangeCipherSpecHideNoRetry() {
    var flight = new ServerFlight();
    assertThat(flight.read(ByteBuffer.wrap(new byte[] {21, 3, 3, 0, 2, 1, 112})))
        .isEqualTo(Kind.NEED_MORE);
    assertThat(flight.read(ByteBuffer.wrap(new byte[] {20, 3, 3, 0, 1, 1, 21, 3, 3, 0, 0})))
        .isEqualTo(Kind.NEED_MORE);
    assertThat(flight.read(records(retry(), 1000))).isEqualTo(Kind.HELLO_RETRY);
  }

  @Test
  void anEmptyHandshakeRecordIsNoRetry() {
    assertThat(new ServerFlight().read(ByteBuffer.wrap(new byte[] {22, 3, 3, 0, 0})))
        .isEqualTo(Kind.OTHER);
  }

  @Property(tries = 200)
  void anyCutIntoRecordsAndSegmentsGivesTheSame(
      @ForAll @IntRange(min = 1, max = 60) int record,
      @ForAll @IntRange(min = 1, max = 60) int segment) {
    var stream = records(retry(), record);
    var flight = new ServerFlight();
    var kind = Kind.NEED_MORE;
    for (int at = 0; at < stream.limit(); at += segment) {
      kind = flight.read(stream.slice(at, Math.min(segment, stream.limit() - at)));
    }
    assertThat(kind).isEqualTo(Kind.HELLO_RETRY);
  }

  private static ByteBuffer records(byte[] message, int size) {
    var out = ByteBuffer.allocate(message.length * 6);
    for (int at = 0; at < message.length; at += size) {
      int length = Math.min(size, message.length - at);
      out.put((byte) 22).putShort((short) 0x303).putShort((short) length);
      out.put(message, at, length);
    }
    return out.flip();
  }

  private static byte[] retry() {
    try {
      return ByteBuffer.allocate(42)
          .putInt(2 << 24 | 38)
          .putShort((short) 0x303)
          .put(MessageDigest.getInstance("SHA-256").digest("HelloRetryRequest".getBytes(US_ASCII)))
          .array();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
