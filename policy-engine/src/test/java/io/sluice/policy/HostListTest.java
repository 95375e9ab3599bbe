// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class HostListTest {
  private static final HostEntry INLINE =
      new HostEntry(Policies.pattern("=inline.test"), new SourcePosition("policy.yaml", 3, 9));

  /// What is taken as it stands is what would have been read.
  @Property(tries = 20_000)
  void aPlainNameIsWhatItsTextIsReadAs(@ForAll("names") String text) {
    byte[] bytes = ("#" + text + "#").getBytes(StandardCharsets.ISO_8859_1);
    var builder = new HostList.Builder("list.txt", 0, false);
    int end = HostList.Builder.plainEnd(bytes, 1);
    if (end > 1 && end == bytes.length - 1) {
      builder.addPlain(bytes, 1, end, 7, 2);
      var entry = builder.build().getFirst();
      assertThat(FqdnPattern.parse(text)).isEqualTo(new FqdnPattern.Parsed.Valid(entry.pattern()));
      assertThat(entry.pattern()).hasToString(text);
      assertThat(entry.position()).isEqualTo(new SourcePosition("list.txt", 7, 2));
    }
  }

  /// A name that has to be read, for one reason each, is not taken.
  @Test
  void whatIsNotPlainIsLeftToTheReader() {
    var label = "a".repeat(63);
    var most = String.join(".", label, label, label, "a".repeat(61));
    assertThat(Stream.of("a", "a-b.c_d.e1", "1.x2", label + ".a", most))
        .allMatch(HostListTest::isPlain);
    assertThat(
            Stream.of(
                "",
                ".",
                "a.",
                ".a",
                "a..b",
                "A.b",
                "a.*",
                "=a",
                "a b",
                "a\tb",
                "a#b",
                "a/b",
                "a:1",
                "\u00e4.b",
                "1",
                "a.1",
                "a.0x1f",
                "1.2.3.4",
                label + "a.b",
                "b." + label + "a",
                most + "a"))
        .noneMatch(HostListTest::isPlain);
  }

  @Test
  void aPolicyOfAListIsTheOneOfItsEntries() {
    var builder = new HostList.Builder("list.txt", 0, true);
    for (var name :
        List.of("b.test", "a.test", "b.test", "of.more.than.twenty.four.letters.test")) {
      byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
      builder.addPlain(text, 0, text.length, 1, 1);
    }
    builder.add(Policies.pattern("a-*.glob.test"), 5, 2);
    builder.add(Policies.pattern("*.under.test"), 6, 3);
    builder.add(Policies.pattern("*"), 7, 4);
    var list = builder.build().behind(List.of(INLINE));
    var policy = compile(list);
    var same = compile(new ArrayList<>(list));

    assertThat(list).hasSize(8).startsWith(INLINE);
    assertThat(policy.version()).isEqualTo(same.version());
    assertThat(policy.ruleCount()).isEqualTo(same.ruleCount());
    assertThat(
            list.stream()
                .map(host -> PatternKind.suffix(host.pattern()))
                .flatMap(name -> Stream.of(name, "x." + name, "a-1." + name))
                .map(Policies::tls))
        .allSatisfy(
            query -> assertThat(policy.rule(query)).isNotNull().isEqualTo(same.rule(query)));
  }

  /// Lists of two rules, of which the lines of one lie among those of the other, and a third one.
  @Test
  void rowsAreInTheOrderTheyAreWrittenIn() {
    var scopes = Stream.of("b.txt", "a.txt").map(HostListTest::scope).toList();
    var parts = new PatternParts();
    for (int line : new int[] {5, 1, 9, 3}) {
      var list = new HostList.Builder("a.txt", 0, true);
      list.add(Policies.pattern("a" + line + ".test"), line, 1);
      list.add(Policies.pattern("a-*.b" + line + ".test"), line + 3, 2);
      parts.addAll(list.build().patterns(), 1);
    }
    parts.add(Policies.pattern("b.test"), 0, 2, 1);

    assertThat(parts.sorted(scopes, new int[] {1, 0}))
        .extracting(
            row -> row.position().file() + ":" + row.position().line() + " " + row.pattern())
        .containsExactly(
            "a.txt:1 a1.test",
            "a.txt:3 a3.test",
            "a.txt:4 a-*.b1.test",
            "a.txt:5 a5.test",
            "a.txt:6 a-*.b3.test",
            "a.txt:8 a-*.b5.test",
            "a.txt:9 a9.test",
            "a.txt:12 a-*.b9.test",
            "b.txt:2 b.test");
    assertThat(parts.sorted(scopes, new int[] {0, 1}))
        .first()
        .isEqualTo(parts.rows(scopes).getLast());
  }

  private static Scope scope(String file) {
    return new Scope(
        Filter.of(Conditions.NONE, Set.of(Naming.NAMED)), Action.ALLOW, Handling.DEFAULT, file);
  }

  @Provide
  static Arbitrary<String> names() {
    var labels =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.strings().withChars("ab09-_x").ofMaxLength(4)),
            Tuple.of(1, Arbitraries.strings().withChars("aA*= #./:\u00e4\t").ofMaxLength(3)),
            Tuple.of(1, Arbitraries.strings().withChars('a').ofMinLength(62).ofMaxLength(64)));
    return labels.list().ofMinSize(1).ofMaxSize(5).map(some -> String.join(".", some));
  }

  private static boolean isPlain(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int end = HostList.Builder.plainEnd(bytes, 0);
    return end > 0 && end == bytes.length;
  }

  private static CompiledPolicy compile(List<HostEntry> hosts) {
    return PolicyCompiler.compile(Policies.policy(Mode.WHITELIST, Policies.rule(hosts)));
  }
}
