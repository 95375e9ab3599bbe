// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static io.sluice.peek.HelloBuilder.join;
import static io.sluice.peek.HelloBuilder.message;
import static io.sluice.peek.HelloBuilder.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelloAssemblerTest {
  private static final HelloBuilder HELLO = new HelloBuilder().serverName("allowed.test");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 16, 64, 100, 16384})
  void reassemblesRecordsOfAnySize(int size) {
    var stream = HELLO.records(size);

    assertThat(Streams.peek(stream)).isEqualTo(new Peek.Tls(Streams.hello(stream), stream.length));
    assertThat(Streams.hello(stream).serverName()).isEqualTo("allowed.test");
    assertThat(Streams.peekInSteps(stream, 1)).isEqualTo(Streams.peek(stream));
    assertThat(Streams.peekWhenAsked(stream)).isEqualTo(Streams.peek(stream));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x0300, 0x0301, 0x0303, 0x0304, 0x03FF})
  void takesAnyMinorRecordVersion(int version) {
    var stream = new HelloBuilder().recordVersion(version).serverName("allowed.test").records();

    assertThat(Streams.hello(stream).serverName()).isEqualTo("allowed.test");
  }

  @Test
  void endsWithTheRecordThatCompletesTheHello() {
    var hello = HELLO.records();
    var stream = join(hello, record(20, (byte) 1), record(23, new byte[50]));

    assertThat(Streams.peek(stream)).isEqualTo(new Peek.Tls(Streams.hello(hello), hello.length));
  }

  @Test
  void asksForExactlyWhatIsMissing() {
    var stream = HELLO.records();
    assertThat(peekFirst(stream, 0)).isEqualTo(new Peek.NeedMore(1));
    assertThat(peekFirst(stream, 5)).isEqualTo(new Peek.NeedMore(6));
    assertThat(peekFirst(stream, 6)).isEqualTo(new Peek.NeedMore(9));
    assertThat(peekFirst(stream, 9)).isEqualTo(new Peek.NeedMore(stream.length));
    assertThat(peekFirst(stream, stream.length - 1)).isEqualTo(new Peek.NeedMore(stream.length));

    var cut = HELLO.records(3);
    assertThat(peekFirst(cut, 6)).isEqualTo(new Peek.NeedMore(8));
    assertThat(peekFirst(cut, 13)).isEqualTo(new Peek.NeedMore(14));
  }

  @Test
  void doesNotMindTheByteOrderOfTheBuffer() {
    var stream = ByteBuffer.wrap(HELLO.records(100)).order(ByteOrder.LITTLE_ENDIAN);

    assertThat(new Peeker(Streams.HELLO_LIMIT, Streams.HEAD_LIMIT).peek(stream))
        .isEqualTo(Streams.peek(stream.array()));
  }

  @Test
  void refusesOtherRecordsFirst() {
    for (int type : new int[] {20, 21, 23, 24}) {
      var stream = join(record(type, (byte) 1, (byte) 112), HELLO.records());
      assertThat(Streams.defect(stream)).isEqualTo(Defect.TLS_UNEXPECTED_RECORD);
    }
  }

  @Test
  void refusesOtherRecordsBetween() {
    var message = HELLO.message();
    var stream =
        join(
            record(22, Arrays.copyOf(message, 60)),
            record(21, (byte) 1, (byte) 0),
            record(22, Arrays.copyOfRange(message, 60, message.length)));

    assertThat(Streams.peek(stream))
        .isEqualTo(new Peek.Malformed(Peek.Protocol.TLS, Defect.TLS_UNEXPECTED_RECORD, 65, null));
  }

  @Test
  void refusesAnotherMajorVersionBetween() {
    var stream = HELLO.records(60);
    stream[66] = 2;

    assertThat(Streams.defect(stream)).isEqualTo(Defect.TLS_UNEXPECTED_RECORD);
  }

  @Test
  void refusesEmptyAndOverlongRecords() {
    assertThat(Streams.defect(join(record(22), HELLO.records()))).isEqualTo(Defect.TLS_BAD_LENGTH);
    var overlong = new byte[] {22, 3, 1, 0x40, 1, 1};
    assertThat(Streams.defect(overlong)).isEqualTo(Defect.TLS_BAD_LENGTH);
  }

  @Test
  void refusesOtherMessagesFirst() {
    var helloRequest = message(0, new byte[0], 0);
    assertThat(Streams.defect(record(22, join(helloRequest, HELLO.message()))))
        .isEqualTo(Defect.TLS_NOT_CLIENT_HELLO);
    assertThat(Streams.defect(record(22, (byte) 2))).isEqualTo(Defect.TLS_NOT_CLIENT_HELLO);
  }

  @Test
  void refusesBytesBehindTheHelloInItsRecord() {
    var second = new HelloBuilder().serverName("evil.test").message();
    var stream = record(22, join(HELLO.message(), second));

    assertThat(Streams.peek(stream))
        .isEqualTo(
            new Peek.Malformed(
                Peek.Protocol.TLS,
                Defect.TLS_BAD_LENGTH,
                5 + HELLO.message().length,
                "allowed.test"));
  }

  @Test
  void refusesThemBehindAHelloThatNamesAnAddress() {
    var first = new HelloBuilder().serverName("203.0.113.7").message();
    var second = new HelloBuilder().serverName("evil.test").message();

    assertThat(Streams.defect(record(22, first))).isEqualTo(Defect.IP_LITERAL);
    assertThat(Streams.defect(record(22, join(first, second)))).isEqualTo(Defect.TLS_BAD_LENGTH);
  }

  @Test
  void refusesBytesBehindTheHelloInItsLastRecord() {
    var message = join(HELLO.message(), new byte[4]);
    var stream = HELLO.records(message, message.length - 10);

    assertThat(Streams.defect(stream)).isEqualTo(Defect.TLS_BAD_LENGTH);
    assertThat(((Peek.Malformed) Streams.peek(stream)).offset()).isEqualTo(stream.length - 4);
  }

  @Test
  void refusesAClaimOf16MebibytesAtOnce() {
    var claim = record(22, (byte) 1, (byte) 0xFF, (byte) 0xFF, (byte) 0xF0);

    assertThat(Streams.defect(claim)).isEqualTo(Defect.TLS_TOO_LARGE);
  }

  @Test
  void countsRecordHeadersTowardsTheLimit() {
    var fits = new HelloBuilder().padding(10_000).records(1);
    assertThat(Streams.peek(fits)).isInstanceOf(Peek.Tls.class);

    var tooLarge = new HelloBuilder().padding(12_000).records(1);
    assertThat(Streams.defect(tooLarge)).isEqualTo(Defect.TLS_TOO_LARGE);
    assertThat(Streams.peekInSteps(tooLarge, 1)).isEqualTo(Streams.peek(tooLarge));
  }

  @Test
  void takesAHelloOfExactlyTheLimit() {
    int headers = 5 * 4;
    int rest = new HelloBuilder().padding(0).message().length;
    var fits = new HelloBuilder().padding(Streams.HELLO_LIMIT - headers - rest);
    var over = new HelloBuilder().padding(Streams.HELLO_LIMIT - headers - rest + 1);

    assertThat(fits.records()).hasSize(Streams.HELLO_LIMIT);
    assertThat(Streams.peek(fits.records())).isInstanceOf(Peek.Tls.class);
    assertThat(Streams.defect(over.records())).isEqualTo(Defect.TLS_TOO_LARGE);
  }

  @Test
  void saysWhereADefectIsAcrossRecords() {
    var stream = new HelloBuilder().padding(20).serverName("a..b").records(7);
    var refused = (Peek.Malformed) Streams.peek(stream);

    var found = new StringBuilder();
    for (int at = refused.offset(); found.length() < 4; at++) {
      // Each record of 7 is 12 bytes on the wire, the first five of them a header.
      if (at % 12 >= 5) {
        found.append((char) stream[at]);
      }
    }
    assertThat(found).hasToString("a..b");
  }

  @Test
  void staysWithItsAnswerUntilReset() {
    var peeker = new Peeker(Streams.HELLO_LIMIT, Streams.HEAD_LIMIT);
    var first = ByteBuffer.wrap(HELLO.records());
    var second = ByteBuffer.wrap(new HelloBuilder().serverName("other.test").records(9));

    var answer = peeker.peek(first);
    assertThat(peeker.peek(first)).isSameAs(answer);
    assertThat(peeker.peek(second)).isSameAs(answer);
    peeker.reset();
    assertThat(peeker.peek(second)).isInstanceOf(Peek.Tls.class).isNotEqualTo(answer);
  }

  private static Peek peekFirst(byte[] stream, int length) {
    return Streams.peek(Arrays.copyOf(stream, length));
  }
}
