// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.policy.DropReason;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A client and an origin with a ClientHello passed between them.
abstract class HelloGateCase {
  static final byte[] HELLO = Hello.of("allowed.example");
  static final byte[] CHANGE_CIPHER_SPEC = {20, 3, 3, 0, 1, 1};

  LoopbackGateway gateway;
  Socket client;
  Socket origin;

  @BeforeEach
  void open() throws IOException {
    gateway = new LoopbackGateway();
    client = gateway.connect();
    client.getOutputStream().write(HELLO);
    origin = gateway.accept();
    assertThat(origin.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    origin.close();
    gateway.close();
  }

  void assertRefused(DropReason reason) throws IOException {
    assertThat(catchThrowable(() -> origin.getInputStream().read())).hasMessageContaining("reset");
    assertThat(gateway.dropReasons()).containsExactly(reason);
  }

  void answer(byte[] bytes) throws IOException {
    origin.getOutputStream().write(bytes);
    assertThat(client.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
  }

  void expect(byte[] bytes) throws IOException {
    assertThat(origin.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
  }

  static byte[] hello(byte[] random) {
    return ByteBuffer.allocate(5 + 4 + 38)
        .put((byte) 22)
        .putShort((short) 0x303)
        .putShort((short) 42)
        .putInt(2 << 24 | 38)
        .putShort((short) 0x303)
        .put(random)
        .array();
  }
}
