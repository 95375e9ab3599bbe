// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;

/// What is read of an origin's answer, and of a client's messages behind it, is the same whole and
/// byte by byte. `JAZZER_FUZZ=1` fuzzes.
class AnswerFuzzTest {
  @FuzzTest
  void saysTheSameHoweverTheStreamIsCut(byte[] stream) {
    assertThat(read(stream, 1)).isEqualTo(read(stream, Math.max(1, stream.length)));
  }

  private static List<Object> read(byte[] stream, int segment) {
    var flight = new ServerFlight();
    var status = new ResponseStatus();
    var client = new ClientFlight();
    boolean hello = false;
    Object kind = ServerFlight.Kind.NEED_MORE;
    int code = ResponseStatus.NEED_MORE;
    for (int at = 0; at < stream.length; at += segment) {
      int end = Math.min(stream.length, at + segment);
      var bytes = ByteBuffer.wrap(stream, at, end - at);
      kind = flight.read(bytes);
      code = status.read(bytes);
      hello = hello || client.hasHello(bytes, at, end);
    }
    assertThat(code).isBetween(ResponseStatus.MALFORMED, 999);
    return List.of(kind, code, hello);
  }
}
