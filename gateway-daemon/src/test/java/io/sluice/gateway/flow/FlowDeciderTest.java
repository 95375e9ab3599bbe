// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.config.GatewayConfig.Ech;
import io.sluice.gateway.flow.FlowEvent.Would;
import io.sluice.peek.ClientHello;
import io.sluice.peek.Peek;
import io.sluice.peek.Peeker;
import io.sluice.policy.Address;
import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.DropReason;
import io.sluice.policy.NamedPolicy;
import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.Verdict;
import io.sluice.policy.file.PolicyReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of the parts of a policy that are not a verdict.
class FlowDeciderTest {
  private static final Connection CONNECTION =
      new Connection(1, Address.v4(0x0A000105), 2, Address.v4(0xCB007107), 443);

  @TempDir private Path folder;

  @Test
  void aMonitoringPolicyForwardsAndSaysWhatItWouldDo() throws IOException {
    var decider = decider("mode: whitelist\nmonitor: true\nrules: []\n", List.of());

    var decided = decider.decide(CONNECTION, hello("naver.com", ClientHello.Ech.ABSENT));

    assertThat(decided.verdict()).isEqualTo(new Verdict.Forward());
    assertThat(decided.would())
        .containsExactly(new Would("monitor", new Verdict.Drop(DropReason.NOT_WHITELISTED)));
  }

  @Test
  void aMonitoringPolicyServesNoForbiddenDestination() throws IOException {
    var policy = policy("mode: whitelist\nmonitor: true\nrules: []\n");
    var decider = new FlowDecider(() -> policy, _ -> true, Ech.ALLOW_OUTER, List::of);

    assertThat(decider.decide(CONNECTION, hello("naver.com", ClientHello.Ech.ABSENT)).verdict())
        .isEqualTo(new Verdict.Drop(DropReason.FORBIDDEN_DESTINATION));
    assertThat(decider.pass(CONNECTION)).isNull();
  }

  /// A flow keeps its decision for as long as it lives.
  @Test
  void aDecisionKeepsAKibibyteOfAHelloOf64KibibytesAtMost() throws IOException {
    var decider = decider("mode: whitelist\nrules:\n  - hosts: [naver.com]\n", List.of());
    for (int length : new int[] {1, 2, 7, 31, 63, 126, 253, 254, 255}) {
      var hello = longHello(length);
      var peek = new Peeker(64 << 10, 16 << 10).peek(hello);

      var decided = decider.decide(CONNECTION, peek);

      assertThat(decided.verdict()).isInstanceOf(Verdict.Forward.class);
      assertThat(decided.seen().alpn()).isNotEmpty();
      assertThat(bytes(decided.seen())).as("protocols of %d bytes", length).isLessThan(1 << 10);
    }
  }

  /// The texts, with 48 bytes for what the JVM needs for each at most.
  private static int bytes(Seen seen) {
    int bytes = seen.name() == null ? 0 : 48 + seen.name().length();
    for (var protocol : seen.alpn()) {
      bytes += 48 + protocol.length();
    }
    return bytes;
  }

  /// A hello for naver.com with 64,000 bytes of protocols, in records of 16 KiB at most.
  private static ByteBuffer longHello(int protocolLength) {
    int count = 64_000 / (1 + protocolLength);
    var list = ByteBuffer.allocate(count * (1 + protocolLength));
    while (list.hasRemaining()) {
      list.put((byte) protocolLength)
          .put("x".repeat(protocolLength).getBytes(StandardCharsets.US_ASCII));
    }
    var name = "naver.com".getBytes(StandardCharsets.US_ASCII);
    var extensions = ByteBuffer.allocate(9 + name.length + 6 + list.capacity());
    extensions.putShort((short) 0).putShort((short) (5 + name.length));
    extensions.putShort((short) (3 + name.length)).put((byte) 0).putShort((short) name.length);
    extensions.put(name).putShort((short) 16).putShort((short) (2 + list.capacity()));
    extensions.putShort((short) list.capacity()).put(list.flip());
    var body = ByteBuffer.allocate(4 + 2 + 32 + 1 + 4 + 2 + 2 + extensions.capacity());
    body.putInt(1 << 24 | (body.capacity() - 4)).putShort((short) 0x0303).put(new byte[32]);
    body.put((byte) 0).putShort((short) 2).putShort((short) 0x1301).putShort((short) 0x0100);
    body.putShort((short) extensions.capacity()).put(extensions.flip()).flip();
    var stream = ByteBuffer.allocate(64 << 10);
    while (body.hasRemaining()) {
      int size = Math.min(1 << 14, body.remaining());
      stream.put(new byte[] {22, 3, 1}).putShort((short) size);
      stream.put(body.slice(body.position(), size));
      body.position(body.position() + size);
    }
    return stream.flip();
  }

  @Test
  void aShadowIsAskedAndNotObeyed() throws IOException {
    var shadow = policy("mode: whitelist\nrules:\n  - hosts: [naver.com]\n");
    var decider = decider("mode: whitelist\nrules: []\n", List.of(new NamedPolicy("next", shadow)));

    var decided = decider.decide(CONNECTION, hello("naver.com", ClientHello.Ech.ABSENT));

    assertThat(decided.verdict()).isEqualTo(new Verdict.Drop(DropReason.NOT_WHITELISTED));
    assertThat(decided.would())
        .singleElement()
        .satisfies(would -> {
          assertThat(would.by()).isEqualTo("next");
          assertThat(would.verdict()).isInstanceOf(Verdict.Forward.class);
        });
  }

  @Test
  void aRuleHasItsOwnWayWithEncryptedHellos() throws IOException {
    var decider =
        decider(
            """
            mode: whitelist
            rules:
              - {hosts: [a.example], ech: deny_real}
              - {hosts: [b.example], ech: log}
              - hosts: [c.example]
            """,
            List.of());

    assertThat(decider.decide(CONNECTION, hello("a.example", ClientHello.Ech.OFFERED)).verdict())
        .isInstanceOfSatisfying(
            Verdict.Drop.class,
            drop -> assertThat(drop.reason()).isEqualTo(DropReason.ECH_REFUSED));
    assertThat(decider.decide(CONNECTION, hello("b.example", ClientHello.Ech.OFFERED)).seen().ech())
        .isTrue();
    assertThat(decider.decide(CONNECTION, hello("c.example", ClientHello.Ech.OFFERED)).seen().ech())
        .isFalse();
  }

  @Test
  void aMonitoringPolicyForwardsEncryptedHellosToo() throws IOException {
    var decider =
        decider(
            """
            mode: whitelist
            monitor: true
            rules:
              - {hosts: [a.example], ech: deny_real}
            """,
            List.of());

    var allowed = decider.decide(CONNECTION, hello("a.example", ClientHello.Ech.OFFERED));
    var denied = decider.decide(CONNECTION, hello("b.example", ClientHello.Ech.OFFERED));

    assertThat(allowed.verdict()).isInstanceOf(Verdict.Forward.class);
    assertThat(allowed.would())
        .containsExactly(
            new Would(
                "monitor", new Verdict.Drop(DropReason.ECH_REFUSED, allowed.verdict().handling())));
    assertThat(denied.would())
        .containsExactly(new Would("monitor", new Verdict.Drop(DropReason.NOT_WHITELISTED)));
  }

  @Test
  void aFlowGoesToNoAddressThatThePolicyDeniesThere() throws IOException {
    var decider =
        decider(
            """
            mode: whitelist
            rules:
              - hosts: [a.example]
              - {destinations: [203.0.114.0/24], action: deny}
              - {hosts: [b.example], destinations: [203.0.113.0/24]}
            """,
            List.of());
    var inside = Address.v4(0xCB007107);
    var outside = Address.v4(0xCB007307);

    var a = decider.decide(CONNECTION, hello("a.example", ClientHello.Ech.ABSENT));
    var b = decider.decide(CONNECTION, hello("b.example", ClientHello.Ech.ABSENT));

    assertThat(decider.at(inside, b)).isSameAs(b);
    assertThat(decider.at(outside, a)).isSameAs(a);
    assertThat(decider.at(outside, b).verdict())
        .isEqualTo(new Verdict.Drop(DropReason.NOT_WHITELISTED));
  }

  @Test
  void whatIsNeverFilteredPassesUnread() throws IOException {
    var decider =
        decider("mode: whitelist\npass: {destinations: [203.0.113.0/24]}\nrules: []\n", List.of());
    var other = new Connection(1, Address.v4(0x0A000105), 2, Address.v4(0xCB007207), 443);

    assertThat(decider.pass(CONNECTION))
        .isNotNull()
        .satisfies(passed -> assertThat(passed.verdict()).isEqualTo(new Verdict.Forward()));
    assertThat(decider.pass(other)).isNull();
  }

  @Test
  void whatIsNeverFilteredDoesNotPassToAForbiddenDestination() throws IOException {
    var policy = policy("mode: whitelist\npass: {sources: [10.0.1.5]}\nrules: []\n");
    var forbidden = CONNECTION.destination();
    var decider = new FlowDecider(() -> policy, forbidden::equals, Ech.ALLOW_OUTER, List::of);
    var other = new Connection(1, CONNECTION.source(), 2, Address.v4(0xCB007207), 443);

    assertThat(decider.pass(CONNECTION)).isNull();
    assertThat(decider.decide(CONNECTION, hello("naver.com", ClientHello.Ech.ABSENT)).verdict())
        .isEqualTo(new Verdict.Drop(DropReason.FORBIDDEN_DESTINATION));
    assertThat(decider.pass(other)).isNotNull();
  }

  private FlowDecider decider(String policy, List<NamedPolicy> shadows) throws IOException {
    var compiled = policy(policy);
    return new FlowDecider(() -> compiled, _ -> false, Ech.ALLOW_OUTER, () -> shadows);
  }

  private CompiledPolicy policy(String text) throws IOException {
    var file = folder.resolve("policy.yaml");
    Files.writeString(file, text);
    return switch (PolicyReader.read(file)) {
      case PolicyReader.Result.Loaded(var policy, _, _) -> PolicyCompiler.compile(policy);
      case PolicyReader.Result.Broken(var problems, _) -> throw new AssertionError(problems);
    };
  }

  private static Peek hello(String name, ClientHello.Ech ech) {
    return new Peek.Tls(new ClientHello(name, List.of(), List.of(0x0304), ech, false), 300);
  }
}
