// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.linux.Pipe;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the gateway keeps for peers that take their time, and what becomes of it.
@Timeout(120)
class RelayPressureTest {
  private static final byte[] HELLO = Hello.of("allowed.example");
  private static final int LARGEST_CHUNK = 256 << 10;
  private static final int ENOUGH = 32 << 20;

  @ParameterizedTest(name = "spliced: {0}")
  @ValueSource(booleans = {true, false})
  void aReaderOfSingleBytesCostsOneChunkOrOnePipe(boolean spliced) throws IOException {
    var bytes = new byte[ENOUGH];
    new Random(3).nextBytes(bytes);
    try (var gateway = new LoopbackGateway();
        var client = gateway.connect();
        var origin = established(gateway, client)) {
      var taken = spliced ? List.<Pipe>of() : gateway.takeAllPipes();
      var sent = CompletableFuture.runAsync(() -> write(origin, bytes));
      await().until(() -> keeps(gateway, taken.size()));
      for (int i = 0; i < 1000; i++) {
        assertThat(client.getInputStream().read()).isEqualTo(bytes[i] & 0xff);
        assertThat(gateway.bytesKept()).isLessThanOrEqualTo(LARGEST_CHUNK);
        assertThat(gateway.pipesInUse()).isLessThanOrEqualTo(taken.size() + 1);
      }
      assertThat(sent).as("all sent, though hardly any is read").isNotDone();

      var rest = client.getInputStream().readNBytes(bytes.length - 1000);
      assertThat(Arrays.equals(rest, 0, rest.length, bytes, 1000, bytes.length)).isTrue();
      sent.join();
      await().until(() -> !keeps(gateway, taken.size()));
      gateway.give(taken);
    }
  }

  @Test
  void sixtyFourKibibytesOfEarlyDataArriveBeforeTheOriginSaysAnything() throws IOException {
    var flight = ByteBuffer.allocate(HELLO.length + 4 * (5 + (16 << 10))).put(HELLO);
    while (flight.hasRemaining()) {
      flight.put((byte) 23).putShort((short) 0x303).putShort((short) (16 << 10));
      flight.put(new byte[16 << 10]);
    }
    try (var gateway = new LoopbackGateway();
        var client = gateway.connect()) {
      client.getOutputStream().write(flight.array());
      client.shutdownOutput();
      try (var origin = gateway.accept()) {
        assertThat(origin.getInputStream().readAllBytes()).isEqualTo(flight.array());
        origin.getOutputStream().write(7);
      }
      assertThat(client.getInputStream().readAllBytes()).containsExactly(7);
      await().until(() -> gateway.flows() == 0);
      assertThat(gateway.bytesKept()).isZero();
    }
  }

  private static boolean keeps(LoopbackGateway gateway, int pipes) {
    return gateway.bytesKept() > 0 || gateway.pipesInUse() > pipes;
  }

  private static Socket established(LoopbackGateway gateway, Socket client) throws IOException {
    client.getOutputStream().write(HELLO);
    var origin = gateway.accept();
    assertThat(origin.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
    origin.getOutputStream().write(new byte[16]);
    client.getInputStream().readNBytes(16);
    return origin;
  }

  private static void write(Socket to, byte[] bytes) {
    try {
      to.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
