// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FqdnPatternTest {
  private static final String ONLY = "write only the host, such as example.com";

  @ParameterizedTest
  @CsvSource({
    "Example.COM., example.com, SUBTREE, example.com, 11",
    "*.Example.com, *.example.com, SUBDOMAINS, example.com, 11",
    "=example.com, =example.com, EXACT, example.com, 11",
    "*, *, ANY, '', 0",
    "A-*.b*.com., a-*.b*.com, GLOB, com, 8",
    "a.*.example.com, a.*.example.com, GLOB, example.com, 14",
    "a*.*, a*.*, GLOB, '', 2",
    "*-cdn.example, *-cdn.example, GLOB, example, 12",
    "*_cdn.example, *_cdn.example, GLOB, example, 12",
    "*Google.com, *google.com, GLOB, com, 10",
    "*a*.example, *a*.example, GLOB, example, 9"
  })
  void hasOneOfFiveForms(
      String text, String normalised, PatternKind kind, String suffix, int length) {
    var pattern = Policies.pattern(text);

    assertThat(pattern).hasToString(normalised);
    assertThat(PatternKind.of(pattern)).isEqualTo(kind);
    assertThat(PatternKind.suffix(pattern)).isEqualTo(suffix);
    assertThat(PatternKind.length(pattern)).isEqualTo(length);
  }

  @ParameterizedTest
  @CsvSource({
    "b.com, b.com, true",
    "b.com, a.a.b.com, true",
    "b.com, ab.com, false",
    "b.com, .b.com, false",
    "*.b.com, a.b.com, true",
    "*.b.com, b.com, false",
    "=b.com, b.com, true",
    "=b.com, a.b.com, false",
    "a*.com, a.com, true",
    "a*.com, abc.com, true",
    "a*.com, ba.com, false",
    "a*.com, a.b.com, false",
    "a*.com, a, false",
    "*google.com, google.com, true",
    "*google.com, mygoogle.com, true",
    "*google.com, www.google.com, false",
    "*com, com, true",
    "*com, example.com, false",
    "*-*.com, a-b-c.com, true",
    "*-*.com, ab.com, false",
    "*, com, true"
  })
  void matchesWholeLabels(String pattern, String host, boolean matches) {
    assertThat(Policies.pattern(pattern).matches(host)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\", the host is empty",
        "\" a.com\", a host cannot have blanks",
        "a b.com, a host cannot have blanks",
        "\"\ta.com\", a host cannot have blanks",
        "=, the name is empty",
        "*., the name is empty",
        "=*.example.com, = takes one whole name",
        "=a*.example.com, = takes one whole name",
        ".example.com, the name begins with a dot",
        "**.example.com, ** has no meaning",
        "a*..example, a label is empty",
        "*.*, this would be every name of some depth",
        "10.0.*.1, an IP address is not a host name",
        "10.0.0.1, an IP address is not a host name",
        "10.0.0.0/8, an IP address is not a host name",
        "2001:db8::1, an IP address is not a host name",
        "1:2:x, an IP address is not a host name"
      })
  void mistakesAreToldApart(String text, String message) {
    assertThat(invalid(text).message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource({
    "example.com:443, a host has no port, 'write only the host: example.com, and the port under"
        + " ports'",
    "example.com/, 'this is a URL, not a host', write only the host: example.com",
    "example.com?q, 'this is a URL, not a host', write only the host: example.com",
    "https://Example.com/a/b, 'this is a URL, not a host', write only the host: example.com",
    "http://example.com:80, 'this is a URL, not a host', write only the host: example.com",
    "http://example.com:80/, 'this is a URL, not a host', write only the host: example.com",
    "://example.com, 'this is a URL, not a host', write only the host: example.com",
    "me@example.com, 'this is a URL, not a host', write only the host: example.com",
    "me@example.com:80, 'this is a URL, not a host', write only the host: example.com",
    "me@example.com/a@b, 'this is a URL, not a host', write only the host: example.com",
    "http://me@example.com/a@b, 'this is a URL, not a host', write only the host: example.com",
    "/a@b, 'this is a URL, not a host', '" + ONLY + "'",
    "http:///a, 'this is a URL, not a host', '" + ONLY + "'"
  })
  void whatWasMeantIsHinted(String text, String message, String hint) {
    assertThat(invalid(text)).isEqualTo(new FqdnPattern.Parsed.Invalid(message, hint));
  }

  @ParameterizedTest
  @CsvSource({
    "*google.com, google.com",
    "*com, com",
    "*-cdn.example, ",
    "*_cdn.example, ",
    "*a*.example, ",
    "a*.example, "
  })
  void aStarMayBeGluedToAName(String pattern, @Nullable String rest) {
    assertThat(((FqdnPattern.Glob) Policies.pattern(pattern)).glued()).isEqualTo(rest);
  }

  private static FqdnPattern.Parsed.Invalid invalid(String text) {
    return switch (FqdnPattern.parse(text)) {
      case FqdnPattern.Parsed.Valid valid -> throw new AssertionError(valid);
      case FqdnPattern.Parsed.Invalid invalid -> invalid;
    };
  }
}
