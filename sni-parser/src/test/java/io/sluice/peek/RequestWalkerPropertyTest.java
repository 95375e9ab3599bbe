// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static io.sluice.peek.HelloBuilder.latin;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RequestWalkerPropertyTest {
  @Property
  void seesTheSameRequestsHoweverTheStreamIsCut(
      @ForAll("streams") List<String> requests, @ForAll @IntRange(min = 1, max = 50) int step) {
    var stream = latin(String.join("", requests));

    var walk = Streams.walk(stream, step);

    assertThat(walk.seen()).isEqualTo(Collections.nCopies(requests.size(), "a.test"));
    assertThat(walk.walked()).isEqualTo(stream.length);
  }

  @Property
  void walksAnyBytesTheSameHoweverTheyAreCut(
      @ForAll("streams") List<String> requests,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 50) int step) {
    var stream = mutated(requests, seed);

    assertThat(Streams.walk(stream, step))
        .isEqualTo(Streams.walk(stream, Math.max(1, stream.length)));
  }

  @Property
  void passesNothingOnThatALenientServerReadsOtherwise(
      @ForAll("streams") List<String> requests, @ForAll long seed) {
    var stream = mutated(requests, seed);

    var walk = Streams.walk(stream, Math.max(1, stream.length));
    var passedOn = Arrays.copyOf(stream, walk.walked());

    assertThat(walk.seen()).containsAll(LenientServer.hosts(passedOn, true));
    assertThat(walk.seen()).containsAll(LenientServer.hosts(passedOn, false));
  }

  @Property
  void agreesWithThePeekerOnTheFirstHead(@ForAll("streams") @Size(min = 1) List<String> requests) {
    var stream = latin(String.join("", requests));
    var peek = (Peek.Http) Streams.peek(stream);

    assertThat(new RequestWalker(Streams.HEAD_LIMIT).next(ByteBuffer.wrap(stream)))
        .isEqualTo(new RequestSource.Step.Head(peek.head(), peek.length()));
  }

  @Property
  void answersAnyBytes(@ForAll byte[] stream) {
    assertThat(Streams.walk(stream, 1)).isNotNull();
  }

  @Provide
  Arbitrary<List<String>> streams() {
    var text = Arbitraries.strings().withChars("ab\r\n :0G").ofMaxLength(40);
    var plain =
        Arbitraries.of(
            "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n",
            "\r\nHEAD /x HTTP/1.0\r\nHost: A.test\r\n\r\n");
    var fixed =
        text.map(body ->
            "PUT / HTTP/1.1\r\nHost: a.test\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
    var chunked =
        text.filter(chunk -> !chunk.isEmpty())
            .list()
            .ofMaxSize(4)
            .map(RequestWalkerPropertyTest::chunked);
    return Arbitraries.oneOf(plain, fixed, chunked).list().ofMaxSize(5);
  }

  private static byte[] mutated(List<String> requests, long seed) {
    return Streams.mutate(latin(String.join("", requests)), 3, new Random(seed));
  }

  private static String chunked(List<String> chunks) {
    var request =
        new StringBuilder("POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (var chunk : chunks) {
      request
          .append(Integer.toHexString(chunk.length()))
          .append(";x=y\r\n")
          .append(chunk)
          .append("\r\n");
    }
    return request.append("0\r\nTrailer: x\r\n\r\n").toString();
  }
}
