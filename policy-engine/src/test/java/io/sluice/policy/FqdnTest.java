// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FqdnTest {
  private static final String LABEL = "a".repeat(63);

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com",
    "example.com., example.com",
    "A.example, a.example",
    "Z.example, z.example",
    "_dmarc.a-b.example, _dmarc.a-b.example",
    "1.example, 1.example",
    "10.0x7g, 10.0x7g",
    "10.0xG, 10.0xg",
    "10.a, 10.a",
    "az09.example, az09.example"
  })
  void isLowerCaseWithoutATrailingDot(String text, String name) {
    assertThat(message(text)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "9", "1.2.3.4", "0x7f.1", "a.0x", "a.0xa", "a.0xf", "a.0xA9"})
  void whatSomeResolverTakesForAnAddressIsRefused(String text) {
    assertThat(message(text)).isEqualTo("an IP address is not a host name");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\", the name is empty",
        "., the name is empty",
        "a..example, a label is empty",
        "a.., a label is empty",
        ".a, a label is empty",
        "a b.example, a blank cannot stand in a host name",
        "a!b.example, '!' cannot stand in a host name",
        "a~b.example, '~' cannot stand in a host name",
        "a*.example, '*' cannot stand in a host name",
        "a\u001fb.example, U+001F cannot stand in a host name",
        "a\u007fb.example, U+007F cannot stand in a host name",
        "a\u0080b.example, U+0080 is not ASCII",
        "b\u00fccher.example, U+00FC is not ASCII"
      })
  void whatIsWrongIsTold(String text, String message) {
    assertThat(message(text)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource({
    "b\u00fccher.example, write its A-label: xn--bcher-kva.example",
    "\uff27\uff4f.example, write go.example",
    "\u2488.example, 'no A-label is known for it: write the name that clients ask for, such as"
        + " xn--bcher-kva.example'"
  })
  void aNameInTheLettersOfALanguageIsToldInAscii(String text, String hint) {
    assertThat(Fqdn.parse(text))
        .isInstanceOfSatisfying(
            Fqdn.Parsed.Invalid.class, invalid -> assertThat(invalid.hint()).isEqualTo(hint));
  }

  @Test
  void labelsHave63CharactersAtMost() {
    assertThat(message(LABEL + ".example")).isEqualTo(LABEL + ".example");
    assertThat(message("b." + LABEL + "a.example")).isEqualTo("a label has 64 characters");
  }

  @Test
  void namesHave253CharactersAtMost() {
    var longest = (LABEL + ".").repeat(3) + "a".repeat(61);

    assertThat(message(longest)).isEqualTo(longest);
    assertThat(message(longest + "a")).isEqualTo("the name has 254 characters");
  }

  /// The name itself where nothing is wrong.
  private static String message(String text) {
    return switch (Fqdn.parse(text)) {
      case Fqdn.Parsed.Valid(Fqdn name) -> name.toString();
      case Fqdn.Parsed.Invalid(String message, String _) -> message;
    };
  }
}
