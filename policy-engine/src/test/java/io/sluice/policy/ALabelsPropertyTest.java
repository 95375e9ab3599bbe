// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.IDNA;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// ICU reads the tables of UTS 46 itself, and is the judge.
class ALabelsPropertyTest {
  private static final IDNA ICU =
      IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_CONTEXTJ);

  private static final Set<IDNA.Error> HYPHENS =
      Set.of(IDNA.Error.LEADING_HYPHEN, IDNA.Error.TRAILING_HYPHEN, IDNA.Error.HYPHEN_3_4);

  @Example
  void writesWhatBrowsersAskFor() {
    assertThat(ALabels.of("fa\u00df.de")).isEqualTo("xn--fa-hia.de");
    assertThat(ALabels.of("B\u00fccher.Example")).isEqualTo("xn--bcher-kva.example");
    assertThat(ALabels.of("\u4f8b\u3048\u3002jp")).isEqualTo("xn--r8jz45g.jp");
    assertThat(ALabels.of("\u0392\u038c\u039b\u039f\u03a3.com"))
        .isEqualTo(icu("\u0392\u038c\u039b\u039f\u03a3.com"));
    assertThat(ALabels.of("*.b\u00fccher.example")).isEqualTo("*.xn--bcher-kva.example");
    assertThat(ALabels.of("b\u00fc*.example")).isNull();
    assertThat(ALabels.of("a\u200db.example")).isNull();
    assertThat(ALabels.of("eu-*.b\u00fccher.example")).isEqualTo("eu-*.xn--bcher-kva.example");
    assertThat(ALabels.of("xn--bcher-kva.b\u00fccher.example"))
        .isEqualTo("xn--bcher-kva.xn--bcher-kva.example");
  }

  @Example
  void hasAnAnswerWhereBrowsersHaveOne() {
    for (var name :
        List.of(
            "paral\u00b7lel.example",
            "\uff27\uff2f\uff2f\uff27\uff2c\uff25\uff0ecom",
            "o\ufb03ce.example",
            "\u2603.example",
            "\u1e9e.example",
            "b\u00fc\u00adcher.example",
            "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example",
            "\u0915\u094d\u200d\u0937.example",
            "\u0915\u094d\u200c\u0937.example")) {
      assertThat(ALabels.of(name)).isEqualTo(icu(name));
    }
  }

  @Property(tries = 2000)
  void joinersAreAllowedNowhereElse(@ForAll("joined") String name) {
    var ours = ALabels.of(name);
    assertThat(ours == null ? icu(name) : ours).isEqualTo(icu(name));
  }

  @Provide
  Arbitrary<String> joined() {
    return Arbitraries.strings()
        .withCharRange('\u0620', '\u06ff')
        .withCharRange('\u0905', '\u094d')
        .withChars('\u064b', '\u064b', '\u094d', '\u200c', '\u200d', 'a')
        .ofMinLength(2)
        .ofMaxLength(6)
        .map(label -> label + ".example");
  }

  @Example
  void noCodePointHasAnotherAnswerThanItsTable() {
    assertThat(
            IntStream.rangeClosed(0x80, Character.MAX_CODE_POINT)
                .filter(c -> Character.getType(c) != Character.SURROGATE)
                .mapToObj(c -> "a" + Character.toString(c) + "b.example")
                .filter(name -> ALabels.of(name) != null)
                .filter(name -> !icu(name).equals(ALabels.of(name)))
                .map(name -> "U+%04X".formatted(name.codePointAt(1))))
        .isEmpty();
  }

  @Example
  void lettersOfLivingScriptsHaveAnAnswer() {
    assertThat(
            "\u00e4\u00f6\u00fc\u00df\u00e9\u00e8\u00e7\u00f1\u00f8\u00e5\u0142\u017e\u0161\u0151\u0131\u011f\u03b1\u03c2\u0431\u0436\u0449\u044a\u05d0\u0627\u0e01\u3042\u30ab\u6f22\ud55c"
                .chars())
        .allMatch(c -> ALabels.of(Character.toString(c) + ".example") != null);
  }

  @Property(tries = 2000)
  void noNameHasAnotherAnswer(@ForAll("names") String name) {
    var ours = ALabels.of(name);
    assertThat(ours == null ? icu(name) : ours).isEqualTo(icu(name));
  }

  @Provide
  Arbitrary<String> names() {
    var label =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withCharRange('\u00c0', '\u024f')
            .withCharRange('\u0300', '\u030f')
            .withCharRange('\u0391', '\u03c9')
            .withCharRange('\u0410', '\u044f')
            .withCharRange('\u05d0', '\u05ea')
            .withCharRange('\u3041', '\u30ff')
            .withCharRange('\u4e00', '\u4eff')
            .withChars('-')
            .ofMinLength(1)
            .ofMaxLength(12);
    return label.list().ofMinSize(1).ofMaxSize(3).map(labels -> String.join(".", labels));
  }

  /// Where ICU finds a fault, no answer is right. Hyphens anywhere are none to browsers.
  private static String icu(String name) {
    var details = new IDNA.Info();
    var ascii = ICU.nameToASCII(name, new StringBuilder(), details).toString();
    var faults = new HashSet<>(details.getErrors());
    faults.removeAll(HYPHENS);
    return faults.isEmpty() ? ascii : "fault " + faults;
  }
}
