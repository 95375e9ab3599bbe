// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClientFlightTest {
  private static final int CERTIFICATE = 11;
  private static final int CLIENT_KEY_EXCHANGE = 16;
  private static final int CLIENT_HELLO = 1;

  @Property(tries = 200)
  void aHelloBehindOtherMessagesIsFoundAtAnyCut(@ForAll @IntRange(min = 1, max = 90) int record) {
    var messages = messages(CERTIFICATE, CLIENT_KEY_EXCHANGE, CLIENT_HELLO);
    assertThat(find(messages, record)).isTrue();
  }

  @Property(tries = 200)
  void bodiesAreNotTakenForMessagesAtAnyCut(@ForAll @IntRange(min = 1, max = 90) int record) {
    var messages = messages(CERTIFICATE, CLIENT_KEY_EXCHANGE);
    assertThat(find(messages, record)).isFalse();
  }

  @Test
  void onlyAWholeHelloLooksLikeOne() {
    var hello = messages(CLIENT_HELLO);
    hello[4] = 3;
    assertThat(looksLikeHello(hello)).isTrue();
    hello[3]++;
    assertThat(looksLikeHello(hello)).isFalse();
    hello[3]--;
    hello[4] = 1;
    assertThat(looksLikeHello(hello)).isFalse();
    assertThat(looksLikeHello(new byte[] {CLIENT_HELLO, 0, 0, 0})).isFalse();
    assertThat(looksLikeHello(new byte[0])).isFalse();
  }

  private static boolean looksLikeHello(byte[] content) {
    return ClientFlight.looksLikeHello(ByteBuffer.wrap(content), 0, content.length);
  }

  private static boolean find(byte[] messages, int record) {
    var flight = new ClientFlight();
    var bytes = ByteBuffer.wrap(messages);
    for (int at = 0; at < messages.length; at += record) {
      if (flight.hasHello(bytes, at, Math.min(messages.length, at + record))) {
        return true;
      }
    }
    return false;
  }

  /// Messages whose bodies are full of bytes that are a ClientHello's type.
  private static byte[] messages(int... types) {
    var out = ByteBuffer.allocate(types.length * 34);
    for (int type : types) {
      out.putInt(type << 24 | 30);
      for (int i = 0; i < 30; i++) {
        out.put((byte) CLIENT_HELLO);
      }
    }
    return out.array();
  }
}
