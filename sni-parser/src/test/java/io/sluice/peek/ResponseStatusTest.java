// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static io.sluice.peek.HelloBuilder.latin;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseStatusTest {
  @ParameterizedTest
  @CsvSource({
    "101, HTTP/1.1 101 Switching Protocols~~Upgrade: websocket~~~~",
    "200, HTTP/1.1 200 OK~~",
    "404, HTTP/1.0 404~~",
    "101, HTTP/1.1 100 Continue~~~~HTTP/1.1 103 Early Hints~~Link: x~~~~HTTP/1.1 101 x~~~~",
    "403, HTTP/1.1 103 x~~Fake: HTTP/1.1 101 x~~~~HTTP/1.1 403 no~~",
    "0, HTTP/1.1 10",
    "0, HTTP/1.1 101",
    "0, HTTP/1.1 100 Continue~~~~",
    "0, HTTP/1.1 100 Continue~~X: y~~",
    "-1, HTTP/1.1 099 x",
    "-1, HTTP/1.1 2x0",
    "-1, HTTP/2.0 200 OK",
    "-1, HTTP/1.x 200 OK",
    "-1, ICY 200 OK",
    "-1, <html>"
  })
  void findsTheFirstFinalStatus(int expected, String stream) {
    var bytes = latin(stream.replace("~~", "\r\n"));
    assertThat(new ResponseStatus().read(ByteBuffer.wrap(bytes))).isEqualTo(expected);

    var status = new ResponseStatus();
    int answer = ResponseStatus.NEED_MORE;
    for (byte b : bytes) {
      answer = status.read(ByteBuffer.wrap(new byte[] {b}));
    }
    assertThat(answer).isEqualTo(expected);
  }

  @Test
  void givesUpOnInterimResponsesThatDoNotEnd() {
    var status = new ResponseStatus();
    var interim = latin("HTTP/1.1 102 Processing\r\n\r\n");

    int answer = ResponseStatus.NEED_MORE;
    for (int i = 0; i < 1000; i++) {
      answer = status.read(ByteBuffer.wrap(interim));
    }
    assertThat(answer).isEqualTo(ResponseStatus.MALFORMED);
  }
}
