// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.policy.DropReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How large the records of a client may be (RFC 8446 section 5.1).
@Timeout(60)
class HelloGateRecordTest extends HelloGateCase {
  @Test
  void aHandshakeRecordLargerThanTlsAllowsIsRefusedAtItsHeader() throws IOException {
    answer(hello(new byte[32]));
    client.getOutputStream().write(handshakeHeader((1 << 14) + 1));
    assertRefused(DropReason.MALFORMED_TLS);
  }

  @Test
  void aHandshakeRecordLargerThanTlsAllowsDoesNotWaitForTheServersWord() throws IOException {
    client.getOutputStream().write(handshakeHeader(0xFFFF));
    assertRefused(DropReason.MALFORMED_TLS);
  }

  @Test
  void theLargestHandshakeRecordInTheClearPasses() throws IOException {
    answer(hello(new byte[32]));
    var certificate = ByteBuffer.allocate(5 + (1 << 14)).put(handshakeHeader(1 << 14));
    certificate.putInt(11 << 24 | ((1 << 14) - 4));
    client.getOutputStream().write(certificate.array());
    expect(certificate.array());
  }

  @Test
  void theLargestEncryptedHandshakeRecordPasses() throws IOException {
    answer(hello(new byte[32]));
    client.getOutputStream().write(CHANGE_CIPHER_SPEC);
    expect(CHANGE_CIPHER_SPEC);
    var finished = ByteBuffer.allocate(5 + (1 << 14) + 2048);
    finished.put(handshakeHeader((1 << 14) + 2048)).put((byte) 20);
    client.getOutputStream().write(finished.array());
    expect(finished.array());
  }

  @Test
  void anEncryptedHandshakeRecordLargerThanTlsAllowsIsRefused() throws IOException {
    answer(hello(new byte[32]));
    client.getOutputStream().write(CHANGE_CIPHER_SPEC);
    expect(CHANGE_CIPHER_SPEC);
    client.getOutputStream().write(handshakeHeader((1 << 14) + 2049));
    assertRefused(DropReason.MALFORMED_TLS);
  }

  private static byte[] handshakeHeader(int length) {
    return ByteBuffer.allocate(5)
        .put((byte) 22)
        .putShort((short) 0x303)
        .putShort((short) length)
        .array();
  }
}
