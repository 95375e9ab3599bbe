// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.config.GatewayConfig.Ech;
import io.sluice.peek.Defect;
import io.sluice.peek.Peek;
import io.sluice.policy.Action;
import io.sluice.policy.Address;
import io.sluice.policy.Cidr;
import io.sluice.policy.Conditions;
import io.sluice.policy.DropReason;
import io.sluice.policy.Handling;
import io.sluice.policy.Mode;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.PolicyRule;
import io.sluice.policy.SourcePosition;
import io.sluice.policy.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Connections that name no host.
class UnnamedConnectionTest {
  private static final Address ALLOWED = Address.v4(0xCB007107);
  private static final Address OTHER = Address.v4(0xC6336401);

  private final FlowDecider decider =
      new FlowDecider(
          () -> PolicyCompiler.compile(policy()), _ -> false, Ech.ALLOW_OUTER, List::of);

  @Test
  void aNameThatIsAnAddressIsPutToThePolicy() {
    var bad = new Peek.Malformed(Peek.Protocol.HTTP, Defect.IP_LITERAL, 0, "203.0.113.7");

    var allowed = decider.decide(to(ALLOWED), bad);
    var dropped = decider.decide(to(OTHER), bad);

    assertThat(allowed.verdict()).isInstanceOf(Verdict.Forward.class);
    assertThat(allowed.seen().name()).as("nothing to resolve").isNull();
    assertThat(dropped.verdict()).isEqualTo(new Verdict.Drop(DropReason.IP_LITERAL));
    assertThat(dropped.seen().name()).isEqualTo("203.0.113.7");
  }

  @Test
  void aHelloThatIsMalformedIsDroppedWhereverItGoes() {
    var bad = new Peek.Malformed(Peek.Protocol.TLS, Defect.TLS_BAD_LENGTH, 0, null);

    assertThat(decider.decide(to(ALLOWED), bad).verdict())
        .isEqualTo(new Verdict.Drop(DropReason.MALFORMED_TLS));
  }

  @Test
  void aConnectionWithoutNameMayGoWhereARuleLeads() {
    var verdict = decider.decide(to(ALLOWED), new Peek.Unrecognized()).verdict();

    assertThat(verdict).isInstanceOf(Verdict.Forward.class);
    assertThat(decider.decide(to(OTHER), new Peek.Unrecognized()).verdict())
        .isEqualTo(new Verdict.Drop(DropReason.NOT_TLS_OR_HTTP));
  }

  private static Connection to(Address destination) {
    return new Connection(1, Address.v4(0x0A000105), 40_000, destination, 80);
  }

  private static Policy policy() {
    var conditions =
        new Conditions(List.of(), List.of(), List.of(new Cidr(ALLOWED, 32)), null, null, null);
    var position = new SourcePosition("policy.yaml", 3, 5);
    return new Policy(
        Mode.WHITELIST,
        List.of(
            new PolicyRule(
                List.of(), conditions, Map.of(), Action.ALLOW, Handling.DEFAULT, position)));
  }
}
