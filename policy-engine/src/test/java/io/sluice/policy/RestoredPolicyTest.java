// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A compiled policy that was written and is read again.
final class RestoredPolicyTest {
  private static final String LONG = "a-name-that-is-longer-than-24-characters.example";

  /// One of each kind, names with several rules, and one for all.
  private static final Policy POLICY =
      Policies.policy(
          Mode.WHITELIST,
          Policies.rule(1, "a.example", "=b.example", "*.c.example", "x-*.d.example", LONG),
          Policies.deny(2, "www.a.example", "a.example", "*-y.*.example"),
          Policies.from(Policies.allow(3, "*"), "10.9.0.0/16"));

  private static final List<Query> QUERIES =
      IntStream.range(0, 2)
          .boxed()
          .flatMap(source ->
              List.of("a", "www.a", "b", "w.b", "c", "w.c", "x-1.d", "q-y.e", "f").stream()
                  .map(name -> Policies.tls("10." + 9 * source + ".0.1", 443, name + ".example")))
          .toList();

  /// Written by an earlier build. If it is not understood any more, or in another way,
  /// [CompiledPolicy#FORMAT] needs another number, and this test another file.
  @Test
  void whatWasWrittenByAnEarlierBuildOfThisFormatIsTheSamePolicy() throws IOException {
    var file =
        Path.of("src/test/resources/io/sluice/policy/compiled-" + CompiledPolicy.FORMAT + ".bin");
    if (Boolean.getBoolean("golden.fix") && !Files.exists(file)) {
      Files.write(file, Written.bytes(PolicyCompiler.compile(POLICY)));
    }

    assertSame(Written.restore(POLICY, Files.readAllBytes(file)));
  }

  @Test
  void listsNeedNotBeReadAgain() throws IOException {
    var names = IntStream.range(0, 100).mapToObj(i -> "n" + i + ".example").toList();
    var read = new HostList.Builder("list", 100, false);
    names.forEach(name -> {
      byte[] text = name.getBytes(StandardCharsets.US_ASCII);
      read.addPlain(text, 0, text.length, 7, 1);
    });

    var restored =
        Written.restore(
            listing(HostList.unread("list", 100)),
            Written.bytes(PolicyCompiler.compile(listing(read.build()))));

    assertThat(names)
        .allSatisfy(name -> {
          var rule = Objects.requireNonNull(restored.rule(Policies.tls(name)));
          assertThat(rule.pattern()).isEqualTo(name);
          assertThat(rule.position()).isEqualTo(new SourcePosition("list", 7, 1));
        });
    assertThat(restored.rule(Policies.tls("stranger.example"))).isNull();
  }

  @Test
  void noDamageIsTakenForAPolicy() throws IOException {
    byte[] good = Written.bytes(PolicyCompiler.compile(POLICY));
    for (int at = 0; at < good.length; at++) {
      for (int bit : List.of(1, 0x80)) {
        byte[] damaged = good.clone();
        damaged[at] ^= (byte) bit;
        assertRefused(damaged);
      }
    }
  }

  @Test
  void nothingThatEndsEarlyOrLateIsTakenForAPolicy() throws IOException {
    byte[] good = Written.bytes(PolicyCompiler.compile(POLICY));
    for (int length = 8; length < good.length; length++) {
      assertRefused(Arrays.copyOf(good, length));
    }
    assertRefused(Arrays.copyOf(good, good.length + 1));
    assertRefused(Arrays.copyOf(good, good.length + 100_000));
  }

  @Test
  void aTableOfAPolicyWithOtherConditionsIsRefused() throws IOException {
    byte[] good = Written.bytes(PolicyCompiler.compile(POLICY));

    assertThatThrownBy(() ->
            Written.restore(Policies.policy(Mode.WHITELIST, Policies.rule(1, "a.example")), good))
        .isInstanceOf(IOException.class)
        .hasMessage("it has other scopes");
  }

  private static void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> Written.restore(POLICY, bytes)).isInstanceOf(IOException.class);
  }

  private static void assertSame(CompiledPolicy restored) {
    var compiled = PolicyCompiler.compile(POLICY);
    assertThat(restored.version()).isEqualTo(compiled.version());
    assertThat(QUERIES)
        .allSatisfy(
            query -> assertThat(restored.explain(query)).isEqualTo(compiled.explain(query)));
  }

  private static Policy listing(HostList list) {
    return Policies.policy(
        Mode.WHITELIST,
        Policies.deny(1, "other.example"),
        Policies.rule(list),
        Policies.rule(list));
  }
}
