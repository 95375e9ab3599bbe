// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import static io.sluice.peek.HelloBuilder.entry;
import static io.sluice.peek.HelloBuilder.join;
import static io.sluice.peek.HelloBuilder.latin;
import static io.sluice.peek.HelloBuilder.list;
import static io.sluice.peek.HelloBuilder.u16;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServerNameTest {
  private static final byte[] NAME = latin("allowed.test");

  static Stream<Arguments> names() {
    return CaseFile.read("names.txt");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("names")
  void readsOrRefusesNames(String what, String expected, byte[] name) {
    var peek = Streams.peek(new HelloBuilder().serverName(name).records());
    var found =
        switch (peek) {
          case Peek.Tls(var hello, _) -> hello.serverName();
          case Peek.Malformed(_, var defect, _, var raw, _) -> {
            assertThat(raw).isEqualTo(new String(name, StandardCharsets.ISO_8859_1));
            yield defect.name();
          }
          default -> peek.toString();
        };
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void lowerCasesIndependentlyOfTheLocale() {
    var before = Locale.getDefault();
    Locale.setDefault(Locale.of("tr"));
    try {
      assertThat(Streams.hello(new HelloBuilder().serverName("WIKI.TEST").records()).serverName())
          .isEqualTo("wiki.test");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void findsTheNameWhereverTheExtensionIs() {
    var first = new HelloBuilder().serverName(NAME).alpn("h2").padding(300);
    var last = new HelloBuilder().extension(0x1A1A).alpn("h2").padding(300).serverName(NAME);

    assertThat(Streams.hello(first.records()).serverName()).isEqualTo("allowed.test");
    assertThat(Streams.hello(last.records()).serverName()).isEqualTo("allowed.test");
  }

  @Test
  void isNullWithoutTheExtension() {
    assertThat(Streams.hello(new HelloBuilder().alpn("h2").records()).serverName()).isNull();
    assertThat(Streams.hello(new HelloBuilder().noExtensions().records()).serverName()).isNull();
  }

  @Test
  void refusesTwoNames() {
    refuses(Defect.SNI_AMBIGUOUS, list(entry(0, NAME), entry(0, latin("evil.test"))));
    refuses(Defect.SNI_AMBIGUOUS, list(entry(0, NAME), entry(0, NAME)));
  }

  @Test
  void refusesEntriesOfOtherTypes() {
    refuses(Defect.SNI_AMBIGUOUS, list(entry(1, NAME)));
    refuses(Defect.SNI_AMBIGUOUS, list(entry(7, latin("x")), entry(0, NAME)));
    refuses(Defect.SNI_AMBIGUOUS, list(entry(0, NAME), entry(7, latin("x"))));
  }

  @Test
  void tellsTheHostNameBesideAnotherType() {
    var stream = new HelloBuilder().extension(0, list(entry(7, latin("x")), entry(0, NAME)));

    assertThat(((Peek.Malformed) Streams.peek(stream.records())).name()).isEqualTo("allowed.test");
  }

  @Test
  void saysWhereTheExtensionIsWhenItHasNoName() {
    var hello = new HelloBuilder().extension(0, list(entry(1, NAME)));
    var refused = (Peek.Malformed) Streams.peek(hello.records());

    assertThat(refused.offset()).isEqualTo(hello.records().length - 2 - 3 - NAME.length);
    assertThat(refused.name()).isNull();
  }

  @Test
  void refusesEmptyNames() {
    refuses(Defect.BAD_NAME, list(entry(0, new byte[0])));
  }

  @Test
  void refusesLengthsThatDoNotAddUp() {
    var name = entry(0, NAME);
    refuses(Defect.TLS_BAD_LENGTH);
    refuses(Defect.TLS_BAD_LENGTH, u16(0));
    refuses(Defect.TLS_BAD_LENGTH, u16(name.length - 1), name);
    refuses(Defect.TLS_BAD_LENGTH, u16(name.length + 1), name);
    refuses(Defect.TLS_BAD_LENGTH, u16(name.length), name, new byte[1]);
    refuses(Defect.TLS_BAD_LENGTH, u16(name.length + 1), name, new byte[1]);
    refuses(Defect.TLS_BAD_LENGTH, u16(15), new byte[1], u16(200), NAME);
    refuses(Defect.TLS_BAD_LENGTH, u16(15), new byte[1], u16(5), NAME);
  }

  @Test
  void doesNotReadBeyondTheExtension() {
    // The name would be complete if the bytes of the next extension were part of it.
    var overrun = join(u16(15), new byte[1], u16(24), NAME);
    var stream = new HelloBuilder().extension(0, overrun).padding(40).records();

    assertThat(Streams.peek(stream))
        .isInstanceOfSatisfying(
            Peek.Malformed.class,
            refused -> {
              assertThat(refused.defect()).isEqualTo(Defect.TLS_BAD_LENGTH);
              assertThat(refused.name()).isNull();
            });
  }

  @Test
  void keepsOnlyTheStartOfLongNamesForTheLog() {
    var refused =
        (Peek.Malformed) Streams.peek(new HelloBuilder().serverName("x".repeat(9000)).records());

    assertThat(refused.name()).isEqualTo("x".repeat(Peeker.NAME_LIMIT));
  }

  private static void refuses(Defect defect, byte[]... body) {
    var stream = new HelloBuilder().extension(0, join(body)).alpn("h2").records();
    assertThat(Streams.defect(stream)).isEqualTo(defect);
  }
}
