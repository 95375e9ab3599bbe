// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static io.sluice.policy.Policies.cidr;
import static io.sluice.policy.Policies.passed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FallbackTest {
  private static final Defaults FULL =
      new Defaults(
          Mode.WHITELIST,
          List.of(mode("10.0.0.0/8", Mode.BLACKLIST), mode("10.1.0.0/16", Mode.WHITELIST)),
          Map.of(Naming.NO_HOST, Action.ALLOW, Naming.NO_SNI, Action.ALLOW),
          List.of(passed("10.9.0.0/16")),
          List.of(passed("192.0.2.7")),
          true);

  @ParameterizedTest
  @CsvSource({
    "192.0.2.9, mode whitelist, NOT_WHITELISTED",
    "10.0.0.1, mode blacklist of 10.0.0.0/8, ''",
    "10.1.2.3, mode whitelist of 10.1.0.0/16, NOT_WHITELISTED"
  })
  void theSmallestNetworkOfTheClientHasTheMode(String source, String text, String reason) {
    var query = Policies.tls(source, 443, "a.example");
    var fallback = new Fallback(FULL);

    assertThat(fallback.text(query)).isEqualTo(text);
    assertThat(reason(fallback.verdict(query))).isEqualTo(reason);
  }

  @Test
  void whatHasNoNameIsDroppedUnlessItIsAllowed() {
    var nameless = Policies.nameless("192.0.2.1");

    assertThat(new Fallback(FULL).text(nameless)).isEqualTo("default, as the client names no host");
    assertThat(reason(new Fallback(FULL).verdict(nameless))).isEmpty();
    assertThat(reason(new Fallback(Defaults.of(Mode.BLACKLIST)).verdict(nameless)))
        .isEqualTo("NO_SNI");
  }

  @ParameterizedTest
  @CsvSource({
    "10.9.0.1, 192.0.2.1, true",
    "10.0.0.1, 192.0.2.7, true",
    "10.0.0.1, 192.0.2.1, false"
  })
  void whatPassesIsToldByAddresses(String source, String destination, boolean passes) {
    var policy = PolicyCompiler.compile(new Policy(FULL, List.of()));

    assertThat(policy.passes(cidr(source).network(), cidr(destination).network()))
        .isEqualTo(passes);
  }

  @Test
  void aPolicyTellsItsModeAndWhetherItMonitors() {
    var monitoring = PolicyCompiler.compile(new Policy(FULL, List.of()));
    var filtering = PolicyCompiler.compile(new Policy(Mode.BLACKLIST, List.of()));

    assertThat(monitoring.monitors()).isTrue();
    assertThat(monitoring.mode()).isEqualTo(Mode.WHITELIST);
    assertThat(filtering.monitors()).isFalse();
    assertThat(filtering.mode()).isEqualTo(Mode.BLACKLIST);
  }

  @Test
  void aSnapshotThatSaysNothingOfItFiltersEverything() {
    var snapshot =
        new PolicySnapshot() {
          @Override
          public Verdict decide(Query query) {
            return new Verdict.Forward();
          }

          @Override
          public String version() {
            return "";
          }
        };
    var address = cidr("10.9.0.1").network();

    assertThat(snapshot.passes(address, address)).isFalse();
    assertThat(snapshot.monitors()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void theContentIsOneLine(Defaults defaults, String line) {
    assertThat(new Fallback(defaults).canonical()).isEqualTo(line);
  }

  static Stream<Arguments> lines() {
    return Stream.of(
        arguments(Defaults.of(Mode.WHITELIST), ""),
        arguments(Defaults.of(Mode.BLACKLIST), ""),
        arguments(
            FULL,
            " whitelist=[10.1.0.0/16] blacklist=[10.0.0.0/8] pass=[10.9.0.0/16] to=[192.0.2.7/32]"
                + " unnamed=NO_SNI,NO_HOST monitor"),
        arguments(
            new Defaults(
                Mode.WHITELIST,
                List.of(),
                Map.of(Naming.IP_LITERAL, Action.ALLOW, Naming.NO_SNI, Action.DENY),
                List.of(),
                List.of(),
                false),
            " unnamed=IP_LITERAL"));
  }

  private static Defaults.SourceMode mode(String network, Mode mode) {
    return new Defaults.SourceMode(cidr(network), mode);
  }

  private static String reason(Verdict verdict) {
    return verdict instanceof Verdict.Drop drop ? drop.reason().name() : "";
  }
}
