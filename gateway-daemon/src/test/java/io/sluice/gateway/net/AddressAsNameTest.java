// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static io.sluice.gateway.http2.Frames.get;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.http2.Frames;
import io.sluice.policy.DropReason;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes behind an address in the place of a name, where the policy allows those.
@Timeout(60)
class AddressAsNameTest {
  private static final byte[] HELLO = Hello.of("203.0.113.7");

  private LoopbackGateway gateway;
  private Socket client;

  @BeforeEach
  void open() throws IOException {
    gateway = new LoopbackGateway();
    gateway.allowAddresses();
    client = gateway.connect();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    gateway.close();
  }

  @Test
  void laterRequestsThatMayPassDo() throws IOException {
    passes(
        request("203.0.113.7"),
        request("203.0.113.7:80"),
        request("[2001:db8::7]"),
        "POST / HTTP/1.1\r\nHost: 203.0.113.7\r\nContent-Length: 3\r\n\r\nabc".getBytes(US_ASCII),
        request("allowed.example"),
        request("203.0.113.7"));
  }

  @Test
  void aLaterRequestForADeniedNameDoesNotPass() throws IOException {
    isRefused(DropReason.NOT_WHITELISTED, request("203.0.113.7"), request("denied.example"));
  }

  @Test
  void whatIsPipelinedBehindItIsJudgedToo() throws IOException {
    var first = request("203.0.113.7");
    client.getOutputStream().write(join(first, request("denied.example")));
    await().until(() -> !gateway.dropReasons().isEmpty());
    assertThat(gateway.dropReasons()).containsExactly(DropReason.NOT_WHITELISTED);
  }

  @Test
  void aWebsocketPassesOnceTheOriginAgrees() throws IOException {
    var handshake =
        "GET / HTTP/1.1\r\nHost: 203.0.113.7\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"
            .getBytes(US_ASCII);
    client.getOutputStream().write(handshake);
    try (var origin = gateway.accept()) {
      expect(origin, handshake);
      var agreed = "HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(US_ASCII);
      origin.getOutputStream().write(agreed);
      assertThat(client.getInputStream().readNBytes(agreed.length)).isEqualTo(agreed);
      client.getOutputStream().write(new byte[100]);
      expect(origin, new byte[100]);
    }
  }

  @Test
  void anotherUpgradeDoesNotPass() throws IOException {
    client
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: 203.0.113.7\r\nUpgrade: h2c\r\n\r\n".getBytes(US_ASCII));
    assertThat(catchThrowable(() -> client.getInputStream().read())).hasMessageContaining("reset");
    assertThat(gateway.dropReasons()).containsExactly(DropReason.UPGRADE_REFUSED);
  }

  @Test
  void laterStreamsOfHttp2AreJudged() throws IOException {
    var frames = Frames.begin().headers(1, get("203.0.113.7"));
    int one = frames.bytes().length;
    frames.headers(3, get("203.0.113.7")).headers(5, get("allowed.example"));
    int three = frames.bytes().length;
    var sent = frames.headers(7, get("denied.example")).bytes();
    isRefused(
        DropReason.NOT_WHITELISTED,
        part(sent, 0, one),
        part(sent, one, three),
        part(sent, three, sent.length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"denied.example", "203.0.113.8"})
  void inHttp2AnAddressHidesNeitherANameNorAnother(String host) throws IOException {
    var headers = get("203.0.113.7").add("host", host);
    client.getOutputStream().write(Frames.begin().headers(1, headers).bytes());
    assertThat(catchThrowable(() -> client.getInputStream().read())).hasMessageContaining("reset");
    assertThat(gateway.dropReasons()).containsExactly(DropReason.HOST_CONFLICT);
  }

  @Test
  void aSecondHelloWithTheSameAddressPasses() throws IOException {
    client.getOutputStream().write(HELLO);
    try (var origin = gateway.accept()) {
      expect(origin, HELLO);
      retry(origin);
      client.getOutputStream().write(HELLO);
      expect(origin, HELLO);
    }
  }

  @Test
  void aSecondHelloWithANameDoesNotPass() throws IOException {
    client.getOutputStream().write(HELLO);
    try (var origin = gateway.accept()) {
      expect(origin, HELLO);
      retry(origin);
      client.getOutputStream().write(Hello.of("denied.example"));
      assertThat(catchThrowable(() -> origin.getInputStream().read()))
          .hasMessageContaining("reset");
    }
    assertThat(gateway.dropReasons()).containsExactly(DropReason.SNI_CHANGED);
  }

  @Test
  void aSecondHelloAheadOfTheServersWordDoesNotPass() throws IOException {
    client.getOutputStream().write(join(HELLO, Hello.of("denied.example")));
    try (var origin = gateway.accept()) {
      expect(origin, HELLO);
      retry(origin);
      assertThat(catchThrowable(() -> origin.getInputStream().read()))
          .hasMessageContaining("reset");
    }
    assertThat(gateway.dropReasons()).containsExactly(DropReason.SNI_CHANGED);
  }

  private void passes(byte[]... requests) throws IOException {
    client.getOutputStream().write(requests[0]);
    try (var origin = gateway.accept()) {
      expect(origin, requests[0]);
      for (int i = 1; i < requests.length; i++) {
        client.getOutputStream().write(requests[i]);
        expect(origin, requests[i]);
      }
    }
    assertThat(gateway.dropReasons()).isEmpty();
  }

  /// All but the last pass.
  private void isRefused(DropReason reason, byte[]... requests) throws IOException {
    client.getOutputStream().write(requests[0]);
    try (var origin = gateway.accept()) {
      expect(origin, requests[0]);
      for (int i = 1; i < requests.length; i++) {
        client.getOutputStream().write(requests[i]);
        if (i < requests.length - 1) {
          expect(origin, requests[i]);
        }
      }
      assertThat(catchThrowable(() -> origin.getInputStream().read()))
          .hasMessageContaining("reset");
    }
    assertThat(gateway.dropReasons()).containsExactly(reason);
  }

  private void retry(Socket origin) throws IOException {
    var hello =
        ByteBuffer.allocate(5 + 4 + 38)
            .put((byte) 22)
            .putShort((short) 0x303)
            .putShort((short) 42)
            .putInt(2 << 24 | 38)
            .putShort((short) 0x303)
            .put(retryRandom())
            .array();
    origin.getOutputStream().write(hello);
    assertThat(client.getInputStream().readNBytes(hello.length)).isEqualTo(hello);
  }

  private static void expect(Socket origin, byte[] bytes) throws IOException {
    assertThat(origin.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
  }

  private static byte[] request(String host) {
    return "GET / HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(host).getBytes(US_ASCII);
  }

  private static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static byte[] part(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] retryRandom() {
    try {
      return MessageDigest.getInstance("SHA-256").digest("HelloRetryRequest".getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
