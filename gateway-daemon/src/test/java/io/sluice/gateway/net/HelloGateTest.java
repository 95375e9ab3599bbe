// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.sluice.policy.DropReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HelloGateTest extends HelloGateCase {
  private static final byte[] OTHER = Hello.of("allowed-too.example");
  private static final byte[] KEY_EXCHANGE = {22, 3, 3, 0, 6, 16, 0, 0, 2, 1, 1};
  private static final byte[] APPLICATION_DATA = {23, 3, 3, 0, 3, 1, 2, 3};

  @Test
  void aSecondHelloWithTheSameNamePasses() throws IOException {
    retry();
    client.getOutputStream().write(CHANGE_CIPHER_SPEC);
    client.getOutputStream().write(HELLO);
    expect(CHANGE_CIPHER_SPEC);
    expect(HELLO);
    client.getOutputStream().write(APPLICATION_DATA);
    client.getOutputStream().write("whatever follows".getBytes(US_ASCII));
    expect(APPLICATION_DATA);
    expect("whatever follows".getBytes(US_ASCII));
  }

  @Test
  void aSecondHelloWithAnotherNameDoesNotPass() throws IOException {
    retry();
    client.getOutputStream().write(OTHER);
    assertThat(catchThrowable(() -> origin.getInputStream().read())).hasMessageContaining("reset");
    assertThat(gateway.dropReasons()).containsExactly(DropReason.SNI_CHANGED);
  }

  @Test
  void aSecondHelloInPiecesIsJudgedWhole() throws IOException {
    retry();
    for (byte b : OTHER) {
      client.getOutputStream().write(b);
    }
    assertThat(catchThrowable(() -> origin.getInputStream().read())).hasMessageContaining("reset");
    assertThat(gateway.dropReasons()).containsExactly(DropReason.SNI_CHANGED);
  }

  @Test
  void aSecondHelloAheadOfTheServerWaitsForTheServersWord() throws IOException {
    client.getOutputStream().write(OTHER);
    origin.setSoTimeout(300);
    assertThat(catchThrowable(() -> origin.getInputStream().read()))
        .hasMessageContaining("timed out");
    origin.getOutputStream().write(hello(retryRandom()));
    origin.setSoTimeout(20_000);
    assertThat(catchThrowable(() -> origin.getInputStream().read())).hasMessageContaining("reset");
    assertThat(gateway.dropReasons()).containsExactly(DropReason.SNI_CHANGED);
  }

  @Test
  void earlyDataPassesBeforeTheServersWord() throws IOException {
    var record = ByteBuffer.allocate(5 + 2000).put((byte) 23).putShort((short) 0x303);
    record.putShort((short) 2000);
    client.getOutputStream().write(record.array());
    expect(record.array());
  }

  @Test
  void bytesThatAreNoTlsPassBeforeTheServersWord() throws IOException {
    var bytes = new byte[70_000];
    client.getOutputStream().write(bytes);
    expect(bytes);
  }

  /// Else an upload of zeros would be looked at as a record every five bytes, for as long as it
  /// goes.
  @Test
  void behindBytesThatAreNoTlsNothingIsLookedAt() throws IOException {
    client.getOutputStream().write(new byte[5]);
    expect(new byte[5]);
    client.getOutputStream().write(OTHER);
    expect(OTHER);
  }

  /// It may be the answer to a hello that was not looked at, or be followed by one.
  @Test
  void behindBytesThatAreNoTlsNoRetryReachesTheClient() throws IOException {
    client.getOutputStream().write(new byte[5]);
    expect(new byte[5]);
    origin.getOutputStream().write(hello(retryRandom()));
    assertThat(catchThrowable(() -> client.getInputStream().read())).hasMessageContaining("reset");
    assertRefused(DropReason.MALFORMED_TLS);
  }

  @Test
  void behindBytesThatAreNoTlsAnyOtherAnswerPasses() throws IOException {
    client.getOutputStream().write(new byte[5]);
    expect(new byte[5]);
    answer(hello(new byte[32]));
    client.getOutputStream().write(new byte[70_000]);
    expect(new byte[70_000]);
  }

  @Test
  void recordsOfAnUnknownTypeHideNoSecondHelloAheadOfTheServersWord() throws IOException {
    var unknown = new byte[] {99, 3, 3, 0, 1, 1};
    client.getOutputStream().write(unknown);
    expect(unknown);
    client.getOutputStream().write(OTHER);
    answer(hello(retryRandom()));
    assertRefused(DropReason.SNI_CHANGED);
  }

  @Test
  void otherRecordsDoNotHideASecondHello() throws IOException {
    retry();
    client.getOutputStream().write(CHANGE_CIPHER_SPEC);
    client.getOutputStream().write(new byte[] {24, 3, 3, 0, 1, 1});
    expect(CHANGE_CIPHER_SPEC);
    expect(new byte[] {24, 3, 3, 0, 1, 1});
    client.getOutputStream().write(OTHER);
    assertThat(catchThrowable(() -> origin.getInputStream().read())).hasMessageContaining("reset");
  }

  @Test
  void afterARetryOnlyTlsPasses() throws IOException {
    retry();
    client.getOutputStream().write(new byte[100]);
    assertThat(catchThrowable(() -> origin.getInputStream().read())).hasMessageContaining("reset");
    assertThat(gateway.dropReasons()).containsExactly(DropReason.MALFORMED_TLS);
  }

  @Test
  void afterAServerHelloNoOtherHelloPasses() throws IOException {
    answer(hello(new byte[32]));
    client.getOutputStream().write(OTHER);
    assertRefused(DropReason.SNI_CHANGED);
  }

  @Test
  void aSecondHelloThatIsNotDueDoesNotPassWithTheSameNameEither() throws IOException {
    answer(hello(new byte[32]));
    client.getOutputStream().write(HELLO);
    assertRefused(DropReason.MALFORMED_TLS);
  }

  @Test
  void aHelloInTheClearDoesNotPassBehindOtherMessagesOfTls12() throws IOException {
    answer(hello(new byte[32]));
    client.getOutputStream().write(KEY_EXCHANGE);
    expect(KEY_EXCHANGE);
    client.getOutputStream().write(OTHER);
    assertRefused(DropReason.SNI_CHANGED);
  }

  @Test
  void aHelloInTheClearDoesNotPassBehindChangeCipherSpec() throws IOException {
    answer(hello(new byte[32]));
    client.getOutputStream().write(CHANGE_CIPHER_SPEC);
    expect(CHANGE_CIPHER_SPEC);
    client.getOutputStream().write(OTHER);
    assertRefused(DropReason.SNI_CHANGED);
  }

  @Test
  void aTls12HandshakePasses() throws IOException {
    answer(hello(new byte[32]));
    // Finished is encrypted; its first byte may be any, that of a ClientHello too.
    var finished = new byte[45];
    finished[0] = 22;
    finished[1] = finished[2] = 3;
    finished[4] = 40;
    finished[5] = 1;
    for (var record : new byte[][] {KEY_EXCHANGE, CHANGE_CIPHER_SPEC, finished, APPLICATION_DATA}) {
      client.getOutputStream().write(record);
      expect(record);
    }
    client.getOutputStream().write(OTHER);
    expect(OTHER);
  }

  @Test
  void aTls13HandshakePasses() throws IOException {
    answer(hello(new byte[32]));
    client.getOutputStream().write(CHANGE_CIPHER_SPEC);
    client.getOutputStream().write(APPLICATION_DATA);
    expect(CHANGE_CIPHER_SPEC);
    expect(APPLICATION_DATA);
  }

  @Test
  void aThirdHelloDoesNotPass() throws IOException {
    retry();
    client.getOutputStream().write(HELLO);
    expect(HELLO);
    client.getOutputStream().write(OTHER);
    assertRefused(DropReason.SNI_CHANGED);
  }

  @Test
  void aSecondHelloWithoutANameDoesNotPass() throws IOException {
    retry();
    client.getOutputStream().write(Hello.unnamed());
    assertRefused(DropReason.SNI_CHANGED);
  }

  @Test
  void aSecondHelloMayWriteTheNameInAnotherWay() throws IOException {
    retry();
    var hello = Hello.of("ALLOWED.example");
    client.getOutputStream().write(hello);
    expect(hello);
  }

  @Test
  void anotherRecordVersionDoesNotLetASecondHelloPassAheadOfTheServersWord() throws IOException {
    var hello = OTHER.clone();
    hello[1] = 2;
    client.getOutputStream().write(hello);
    answer(hello(retryRandom()));
    assertRefused(DropReason.MALFORMED_TLS);
  }

  @Test
  void warningsOfTheServerHideNoRetry() throws IOException {
    answer(new byte[] {21, 3, 3, 0, 2, 1, 112});
    for (byte b : hello(retryRandom())) {
      origin.getOutputStream().write(b);
    }
    client.getInputStream().readNBytes(47);
    client.getOutputStream().write(OTHER);
    assertRefused(DropReason.SNI_CHANGED);
  }

  @Test
  void aLoneByteThatIsNoTlsPassesAtOnceBehindAnAnswerThatIsNone() throws IOException {
    answer("220 ready".getBytes(US_ASCII));
    client.getOutputStream().write('x');
    expect(new byte[] {'x'});
  }

  @Test
  void aLoneByteAheadOfAnAnswerThatIsNoTlsPassesWithIt() throws IOException {
    client.getOutputStream().write('x');
    await().until(() -> gateway.bytesKept() > 0);
    answer("220 ready".getBytes(US_ASCII));
    expect(new byte[] {'x'});
    assertThat(gateway.bytesKept()).isZero();
  }

  @Test
  void noHelloPassesBehindAnAnswerThatIsNoTls() throws IOException {
    answer("220 ready".getBytes(US_ASCII));
    for (byte b : OTHER) {
      client.getOutputStream().write(b);
    }
    assertRefused(DropReason.SNI_CHANGED);
  }

  @Test
  void aLoneByteThatIsNoTlsIsRefusedAtOnceBehindAServerHello() throws IOException {
    answer(hello(new byte[32]));
    client.getOutputStream().write('x');
    assertRefused(DropReason.MALFORMED_TLS);
  }

  @Test
  void aResetReachesTheOriginAlthoughTheGateIsFull() throws IOException {
    client.getOutputStream().write(handshakeRecords(200_000));
    await().until(() -> gateway.bytesKept() >= 128 << 10);
    client.setSoLinger(true, 0);
    client.close();
    assertThat(catchThrowable(() -> origin.getInputStream().read())).hasMessageContaining("reset");
    await().until(() -> gateway.flows() == 0);
    assertThat(gateway.bytesKept()).isZero();
  }

  @Test
  void whatWaitsForTheServersWordPassesWhenTheServerHasFinished() throws IOException {
    var records = handshakeRecords(1000);
    client.getOutputStream().write(records);
    client.shutdownOutput();
    await().until(() -> gateway.bytesKept() > 0);
    origin.shutdownOutput();
    assertThat(client.getInputStream().read()).isEqualTo(-1);
    expect(records);
    assertThat(origin.getInputStream().read()).isEqualTo(-1);
    await().until(() -> gateway.flows() == 0);
  }

  /// Handshake records, which wait for the server's word, of `length` bytes together at least.
  private static byte[] handshakeRecords(int length) {
    var records = ByteBuffer.allocate((length / 1000 + 1) * 1005);
    while (records.hasRemaining()) {
      records.put((byte) 22).putShort((short) 0x303).putShort((short) 1000).put(new byte[1000]);
    }
    return records.array();
  }

  private void retry() throws IOException {
    answer(hello(retryRandom()));
  }

  private static byte[] retryRandom() {
    try {
      return MessageDigest.getInstance("SHA-256").digest("HelloRetryRequest".getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
