// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.config.GatewayConfig.Ech;
import io.sluice.peek.ClientHello;
import io.sluice.peek.Peek;
import io.sluice.policy.Address;
import io.sluice.policy.DropReason;
import io.sluice.policy.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncryptedHelloTest {
  private static final Verdict ALLOWED = new Verdict.Forward();

  @Test
  void theOuterNameIsJudgedWithoutAWordByDefault() {
    var decided = decide(Ech.ALLOW_OUTER, ClientHello.Ech.OFFERED, ALLOWED);

    assertThat(decided.verdict()).isEqualTo(ALLOWED);
    assertThat(decided.seen().ech()).isFalse();
  }

  @Test
  void anOfferIsOnRecordIfAskedFor() {
    var decided = decide(Ech.LOG, ClientHello.Ech.OFFERED, ALLOWED);

    assertThat(decided.verdict()).isEqualTo(ALLOWED);
    assertThat(decided.seen().ech()).isTrue();
  }

  @Test
  void anOfferIsDroppedIfAskedFor() {
    var decided = decide(Ech.DENY_REAL, ClientHello.Ech.OFFERED, ALLOWED);

    assertThat(decided.verdict()).isEqualTo(new Verdict.Drop(DropReason.ECH_REFUSED));
    assertThat(decided.seen().ech()).isTrue();
  }

  @Test
  void aDeniedOuterNameKeepsItsReason() {
    var denied = new Verdict.Drop(DropReason.NOT_WHITELISTED);

    assertThat(decide(Ech.DENY_REAL, ClientHello.Ech.OFFERED, denied).verdict()).isEqualTo(denied);
  }

  @ParameterizedTest
  @EnumSource(Ech.class)
  void whatBrowsersSendToEverybodyIsNoOffer(Ech mode) {
    var decided = decide(mode, ClientHello.Ech.GREASE_LIKE, ALLOWED);

    assertThat(decided.verdict()).isEqualTo(ALLOWED);
    assertThat(decided.seen().ech()).isFalse();
  }

  private static FlowEvent.Decided decide(Ech mode, ClientHello.Ech ech, Verdict verdict) {
    var policy = new FixedPolicy(verdict, null, "1");
    var hello = new ClientHello("public.example", List.of("h2"), List.of(0x0304), ech, false);
    return new FlowDecider(() -> policy, _ -> false, mode, List::of)
        .decide(new Connection(1, Address.v4(1), 2, Address.v4(3), 443), new Peek.Tls(hello, 300));
  }
}
