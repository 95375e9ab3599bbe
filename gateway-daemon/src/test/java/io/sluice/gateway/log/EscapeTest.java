// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EscapeTest {

  @Test
  void keepsWhatIsSafe() {
    assertThat(escaped(Escape.NETWORK, "AZaz09-._")).isEqualTo("AZaz09-._");
    assertThat(escaped(Escape.PATTERN, "*.a-*.b_c")).isEqualTo("*.a-*.b_c");
    assertThat(escaped(Escape.OPERATOR, "=/etc/a:1*")).isEqualTo("=/etc/a:1*");
  }

  @Test
  void writesEveryOtherByteInHexadecimal() {
    for (char c = 0; c <= 0xFF; c++) {
      var text = escaped(Escape.NETWORK, String.valueOf(c));
      boolean isSafe = "-._".indexOf(c) >= 0 || (c < 0x80 && Character.isLetterOrDigit(c));

      assertThat(text).isEqualTo(isSafe ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
  }

  @Test
  void escapesWhatCouldForgeInPatterns() {
    assertThat(escaped(Escape.PATTERN, "=a b;1")).isEqualTo("%3Da%20b%3B1");
  }

  @Test
  void cutsWhatIsLongerThanAName() {
    assertThat(escaped(Escape.NETWORK, "a".repeat(253))).isEqualTo("a".repeat(253));
    assertThat(escaped(Escape.NETWORK, "a".repeat(254))).isEqualTo("a".repeat(253) + "...");
  }

  @Test
  void doesNotCutThroughAnEscape() {
    assertThat(escaped(Escape.NETWORK, "a".repeat(252) + " ")).isEqualTo("a".repeat(252) + "...");
  }

  private static String escaped(Escape escape, String value) {
    var line = new LineBuffer();
    escape.append(value, line);
    return line.toString();
  }
}
