// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PeekerPropertyTest {
  @Property
  void saysTheSameHoweverTheStreamIsCut(
      @ForAll("flights") byte[] stream, @ForAll @IntRange(min = 1, max = 40) int step) {
    var whole = Streams.peekWhenAsked(stream);

    assertThat(Streams.peekInSteps(stream, step)).isEqualTo(whole);
    if (!(whole instanceof Peek.NeedMore)) {
      assertThat(Streams.peek(stream)).isEqualTo(whole);
    }
  }

  @Property
  void readsTheSameHelloHoweverItsRecordsAreCut(
      @ForAll("hellos") HelloBuilder hello, @ForAll @IntRange(min = 1, max = 500) int size) {
    assertThat(Streams.hello(hello.records(size))).isEqualTo(Streams.hello(hello.records()));
    assertThat(Streams.hello(hello.records(size)).serverName()).isEqualTo("a1-_.test");
  }

  @Property
  void answersAnyBytes(@ForAll byte[] stream, @ForAll @IntRange(max = 9) int start) {
    for (var prefix :
        new byte[][] {{}, {22, 3, 1, 0, 60, 1, 0, 0, 56}, {'G', 'E', 'T', ' ', '/'}}) {
      var all = HelloBuilder.join(prefix, stream);
      assertThat(Streams.peekInSteps(all, 1 + start)).isNotNull();
    }
  }

  @Property
  void tellsOnlyNamesThatAreHostNames(@ForAll("flights") byte[] stream) {
    if (Streams.peek(stream) instanceof Peek.Tls(var hello, int length)) {
      PeekerFuzzTest.assertName(hello.serverName());
      assertThat(length).isLessThanOrEqualTo(stream.length);
    }
  }

  @Provide
  Arbitrary<HelloBuilder> hellos() {
    return Arbitraries.integers()
        .between(0, 400)
        .map(padding ->
            new HelloBuilder()
                .padding(padding)
                .alpn("h2", "http/1.1")
                .serverName("A1-_.test")
                .versions(0x0304, 0x0303));
  }

  /// Good flights with some of their bytes changed, and some cut short.
  @Provide
  Arbitrary<byte[]> flights() {
    var texts =
        Arbitraries.of(
            "GET / HTTP/1.1\r\nHost: a.test\r\nX: y\r\n\r\n",
            "POST http://a.test/ HTTP/1.1\r\nHost: a.test:80\r\nContent-Length: 3\r\n\r\nabc",
            "\r\nGET / HTTP/1.1\r\nHost: a.test\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "EHLO a.test\r\n");
    return Arbitraries.oneOf(
            hellos().map(hello -> hello.records(90)), texts.map(HelloBuilder::latin))
        .flatMap(flight -> Arbitraries.longs().map(seed -> mutate(flight, new Random(seed))));
  }

  private static byte[] mutate(byte[] flight, Random random) {
    int length = random.nextInt(4) == 0 ? random.nextInt(flight.length) : flight.length;
    return Arrays.copyOf(Streams.mutate(flight, 3, random), length);
  }
}
