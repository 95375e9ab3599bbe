// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.config.GatewayConfig.Binding;
import io.sluice.gateway.config.GatewayConfig.Limits;
import io.sluice.gateway.config.GatewayConfig.Resolve;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.gateway.resolve.Binder;
import io.sluice.gateway.resolve.NameBinding;
import io.sluice.gateway.resolve.Resolver;
import io.sluice.policy.DropReason;
import io.sluice.policy.Verdict;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A gateway whose DNS server never answers, with room for one connection that waits for it.
@Timeout(60)
class UnansweredNameTest {
  private static final Duration LONG = Duration.ofHours(1);

  @Test
  void aConnectionThatGivesWayWhileItsNameIsLookedUpIsToldWithIt() throws IOException {
    var usual = LoopbackGateway.LIMITS;
    var limits = new Limits(usual.helloBytes(), usual.headBytes(), 1, 1, usual.flows());
    try (var server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        var resolver = resolver(server);
        var gateway = new LoopbackGateway(limits, enforcing(resolver));
        var first = gateway.connect()) {
      first.getOutputStream().write(Hello.of("allowed.example"));
      server.receive(new DatagramPacket(new byte[512], 512));
      try (var _ = gateway.connect()) {
        await().until(() -> !gateway.events.isEmpty());
      }

      var told = (FlowEvent.Decided) Objects.requireNonNull(gateway.events.peek());
      assertThat(told.verdict()).isEqualTo(new Verdict.Drop(DropReason.TOO_MANY_UNDECIDED));
      assertThat(told.seen().name()).isEqualTo("allowed.example");
    }
  }

  private static NameBinding enforcing(Resolver resolver) {
    return new NameBinding(new Binder(Binding.ENFORCE, _ -> false, _ -> false), resolver);
  }

  private static Resolver resolver(DatagramSocket server) {
    return Resolver.start(
        new Resolve(
            Binding.ENFORCE,
            List.of((InetSocketAddress) server.getLocalSocketAddress()),
            LONG,
            LONG,
            LONG,
            LONG,
            LONG,
            List.of()),
        () -> true);
  }
}
