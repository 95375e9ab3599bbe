// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import static io.sluice.gateway.resolve.ScriptedDns.NXDOMAIN;
import static io.sluice.gateway.resolve.ScriptedDns.SERVFAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.config.GatewayConfig.Binding;
import io.sluice.gateway.config.GatewayConfig.Resolve;
import io.sluice.gateway.resolve.ScriptedDns.Question;
import io.sluice.gateway.resolve.ScriptedDns.Reply;
import io.sluice.policy.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which records a resolver asks for.
@Timeout(60)
class ResolverFamiliesTest {
  private static final String NAME = "a.example";
  private static final Address V4 = address("203.0.113.10");
  private static final Address V6 = address("2001:db8::10");
  private static final List<String> BOTH = List.of("203.0.113.10", "2001:db8::10");

  private final ScriptedDns dns = new ScriptedDns();
  private final AtomicBoolean usesV6 = new AtomicBoolean();
  private final Resolver resolver =
      new Resolver(
          new Resolve(
              Binding.REPIN,
              List.of(dns.address()),
              Duration.ofSeconds(5),
              Duration.ofHours(1),
              Duration.ofMinutes(10),
              Duration.ofSeconds(1),
              Duration.ofHours(1),
              List.of()),
          new Resolver.Bounds(100, 1000, 10),
          usesV6::get,
          () -> 0,
          Path.of("/nonexistent/resolv.conf"),
          Path.of("/nonexistent/hosts"));

  @AfterEach
  void closes() throws IOException {
    resolver.close();
    dns.close();
  }

  @Test
  void aGatewayWithoutIpv6AsksForIpv4Alone() {
    dns.says(question -> Reply.addresses(question, 60, BOTH));

    assertThat(addresses(ask(false))).containsExactly(V4);
    assertThat(dns.asked()).containsExactly(new Question(NAME, false, false));
    assertThat(resolver.cached(NAME, false)).isNotNull();
  }

  @Test
  void aGatewayWithIpv6AsksForBoth() {
    dns.says(question -> Reply.addresses(question, 60, BOTH));
    usesV6.set(true);

    ask(false);

    await().until(() -> resolver.cached(NAME, true) != null);
    assertThat(addresses(Objects.requireNonNull(resolver.cached(NAME, false))))
        .containsExactlyInAnyOrder(V4, V6);
  }

  @Test
  void aConnectionOverIpv6IsNeverJudgedByIpv4Alone() {
    dns.says(question -> Reply.addresses(question, 60, BOTH));
    ask(false);

    assertThat(resolver.cached(NAME, true)).as("it has to ask").isNull();
    assertThat(addresses(ask(true))).contains(V6);
    await().until(() -> resolver.cached(NAME, true) != null);
  }

  @Test
  void aLookupUnderWayAsksForIpv6AsSoonAsSomebodyWantsIt() throws InterruptedException {
    dns.says(question -> Reply.addresses(question, 60, BOTH));
    asking("b.example", false).join();
    dns.asked().clear();
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    dns.says(question -> {
      if (!question.v6()) {
        asked.countDown();
        go.await();
      }
      return Reply.addresses(question, 60, BOTH);
    });
    var v4 = asking(false);
    asked.await();

    var v6 = asking(true);
    // What is known is answered once the wishes before it are taken in.
    asking("b.example", false).join();
    go.countDown();

    assertThat(addresses(v6.join())).contains(V6);
    assertThat(addresses(v4.join())).contains(V4);
    assertThat(dns.asked())
        .containsExactlyInAnyOrder(
            new Question(NAME, false, false), new Question(NAME, true, false));
  }

  @Test
  void withoutIpv6OneFailureOrOneNoIsAll() {
    dns.says(_ -> Reply.code(SERVFAIL));
    assertThat(ask(false)).isInstanceOf(Answer.Unavailable.class);
    assertThat(resolver.failures()).isEqualTo(1);

    dns.says(_ -> Reply.nothing(NXDOMAIN, 60));
    resolver.resolve("b.example", false, Runnable::run, answer -> {});
    await().until(() -> resolver.cached("b.example", false) instanceof Answer.NoSuchName);
  }

  @Test
  void anOldAnswerWithoutIpv6IsNoneForAConnectionOverIt() {
    dns.says(question -> Reply.addresses(question, 60, BOTH));
    ask(false);
    dns.says(_ -> Reply.code(SERVFAIL));

    assertThat(ask(true)).isInstanceOf(Answer.Unavailable.class);
    assertThat(resolver.cached(NAME, true)).isNull();
    assertThat(addresses(Objects.requireNonNull(resolver.cached(NAME, false)))).containsExactly(V4);
  }

  @Test
  void aFailureToTellIpv6AddressesIsRememberedForASecond() {
    dns.says(question -> Reply.addresses(question, 60, BOTH));
    ask(false);
    dns.says(_ -> Reply.code(SERVFAIL));
    ask(true);
    int questions = dns.asked().size();

    assertThat(ask(true)).isInstanceOf(Answer.Unavailable.class);
    assertThat(dns.asked()).hasSize(questions);
  }

  @Test
  void whereOnlyIpv6CouldNotBeToldOnlyIpv4IsAnswered() {
    usesV6.set(true);
    dns.says(
        question -> question.v6() ? Reply.code(SERVFAIL) : Reply.addresses(question, 60, BOTH));

    assertThat(ask(true)).isInstanceOf(Answer.Unavailable.class);
    assertThat(addresses(ask(false))).containsExactly(V4);
    assertThat(resolver.cached(NAME, true)).isNull();
  }

  @Test
  void aGreetingAsksForTheRoot() {
    dns.says(_ -> Reply.nothing(0, 60));

    resolver.greet();

    await().until(() -> dns.asked().equals(List.of(new Question("", false, false))));
    assertThat(resolver.names()).isZero();
    assertThat(resolver.lookups()).isZero();
  }

  private Answer ask(boolean v6) {
    return asking(v6).join();
  }

  private CompletableFuture<Answer> asking(boolean v6) {
    return asking(NAME, v6);
  }

  private CompletableFuture<Answer> asking(String name, boolean v6) {
    var answer = new CompletableFuture<Answer>();
    resolver.resolve(name, v6, Runnable::run, answer::complete);
    return answer;
  }

  private static List<Address> addresses(Answer answer) {
    return ((Answer.Addresses) answer).current();
  }

  private static Address address(String text) {
    return Address.of(InetAddress.ofLiteral(text));
  }
}
