// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import static io.sluice.gateway.resolve.ScriptedDns.NXDOMAIN;
import static io.sluice.gateway.resolve.ScriptedDns.SERVFAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.config.GatewayConfig.Binding;
import io.sluice.gateway.config.GatewayConfig.Resolve;
import io.sluice.gateway.flow.Connection;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.gateway.flow.FlowEvent.Mismatch;
import io.sluice.gateway.flow.Seen;
import io.sluice.gateway.net.ForbiddenDestinations;
import io.sluice.gateway.net.OwnAddresses;
import io.sluice.gateway.resolve.ScriptedDns.Reply;
import io.sluice.policy.Address;
import io.sluice.policy.Defaults;
import io.sluice.policy.DropReason;
import io.sluice.policy.Mode;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.PolicySnapshot;
import io.sluice.policy.Protocol;
import io.sluice.policy.Ruling;
import io.sluice.policy.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a flow by what a DNS server says, with a clock that is turned by hand.
@Timeout(60)
class ResolverTest {
  private static final PolicySnapshot POLICY =
      PolicyCompiler.compile(new Policy(Mode.WHITELIST, List.of()));
  private static final PolicySnapshot MONITORING =
      PolicyCompiler.compile(
          new Policy(
              new Defaults(Mode.WHITELIST, List.of(), Map.of(), List.of(), List.of(), true),
              List.of()));

  private static final String NAME = "a.example";
  private static final String OURS = "203.0.113.10";
  private static final String THEIRS = "203.0.113.66";
  private static final Duration STALE_MAX = Duration.ofHours(1);

  private final ScriptedDns dns = new ScriptedDns();
  private final AtomicLong clock = new AtomicLong(-7);
  private final AtomicBoolean usesV6 = new AtomicBoolean(true);
  private final Resolver resolver =
      new Resolver(
          new Resolve(
              Binding.REPIN,
              List.of(dns.address()),
              Duration.ofSeconds(5),
              STALE_MAX,
              Duration.ofMinutes(10),
              Duration.ofSeconds(1),
              Duration.ofHours(1),
              List.of()),
          new Resolver.Bounds(100, 1000, 10),
          usesV6::get,
          clock::get,
          Path.of("/nonexistent/resolv.conf"),
          Path.of("/nonexistent/hosts"));

  @AfterEach
  void closes() throws IOException {
    resolver.close();
    dns.close();
  }

  @Test
  void aFailingServerLeavesTheOldAnswerInForceForAsLongAsConfigured() {
    dns.says(question -> Reply.addresses(question, 60, List.of(OURS)));
    assertThat(ask(Binding.REPIN, OURS)).isEqualTo(Target.KEEP);
    dns.says(_ -> Reply.code(SERVFAIL));

    pass(Duration.ofSeconds(60));
    assertThat(ask(Binding.REPIN, OURS)).isEqualTo(Target.KEEP);
    pass(STALE_MAX.minusSeconds(1));
    assertThat(ask(Binding.REPIN, THEIRS)).isEqualTo(repinned());
    pass(Duration.ofSeconds(6));
    assertThat(ask(Binding.REPIN, OURS)).isEqualTo(drop(DropReason.RESOLVER_UNAVAILABLE));
    assertThat(ask(Binding.LOG, OURS)).isEqualTo(stay(OURS, DropReason.RESOLVER_UNAVAILABLE, null));
  }

  @Test
  void aFailureIsForgottenAfterASecond() {
    assertThat(ask(Binding.REPIN, OURS)).isEqualTo(drop(DropReason.RESOLVER_UNAVAILABLE));
    int questions = dns.asked().size();
    assertThat(questions).as("both families, two tries").isEqualTo(4);

    assertThat(know(Binding.REPIN, OURS)).isEqualTo(drop(DropReason.RESOLVER_UNAVAILABLE));
    assertThat(ask(Binding.REPIN, OURS)).isEqualTo(drop(DropReason.RESOLVER_UNAVAILABLE));
    assertThat(dns.asked()).hasSize(questions);

    dns.says(question -> Reply.addresses(question, 60, List.of(OURS)));
    pass(Duration.ofSeconds(1));
    assertThat(ask(Binding.REPIN, OURS)).isEqualTo(Target.KEEP);
  }

  @Test
  void aNameThatDoesNotExistIsRememberedForAMinuteAtMost() {
    dns.says(_ -> Reply.nothing(NXDOMAIN, 3600));
    assertThat(answer())
        .isEqualTo(new Answer.NoSuchName(clock.get() + Duration.ofMinutes(1).toNanos()));
    assertThat(dns.asked()).hasSize(2);

    pass(Duration.ofSeconds(50));
    assertThat(know(Binding.REPIN, OURS)).isEqualTo(drop(DropReason.NO_SUCH_NAME));
    assertThat(dns.asked()).hasSize(2);
  }

  @Test
  void aNameThatIsGoneIsNotServedByItsOldAnswer() {
    dns.says(question -> Reply.addresses(question, 60, List.of(OURS)));
    assertThat(ask(Binding.REPIN, OURS)).isEqualTo(Target.KEEP);
    dns.says(_ -> Reply.nothing(NXDOMAIN, 60));
    pass(Duration.ofSeconds(60));

    assertThat(ask(Binding.REPIN, OURS)).isEqualTo(drop(DropReason.NO_SUCH_NAME));
  }

  @Test
  void aTruncatedAnswerIsAskedForAgainByTcp() {
    var many = IntStream.range(1, 101).mapToObj(i -> "203.0.113." + i).toList();
    dns.says(question -> question.tcp() ? Reply.addresses(question, 60, many) : Reply.truncated());

    assertThat(answer())
        .isInstanceOfSatisfying(
            Answer.Addresses.class, found -> assertThat(found.current()).hasSize(100));
    assertThat(dns.asked()).filteredOn(ScriptedDns.Question::tcp).hasSize(2);
  }

  @Test
  void anAnswerThatIsNotToBeKeptServesForTheLeastTime() {
    dns.says(question -> Reply.addresses(question, 0, List.of(OURS)));
    assertThat(ask(Binding.REPIN, OURS)).isEqualTo(Target.KEEP);

    for (int i = 0; i < 1000; i++) {
      assertThat(know(Binding.REPIN, OURS)).isEqualTo(Target.KEEP);
      assertThat(know(Binding.REPIN, THEIRS)).isEqualTo(repinned());
    }
    assertThat(dns.asked()).hasSize(2);
    pass(Duration.ofSeconds(1));
    assertThat(know(Binding.REPIN, OURS)).as("still seen lately").isEqualTo(Target.KEEP);
    await().until(() -> dns.asked().size() == 4);
  }

  @Test
  void manyWhoAskAtOnceAreAnsweredByOneLookup() {
    var open = new CountDownLatch(1);
    dns.says(question -> {
      open.await();
      return Reply.addresses(question, 60, List.of(OURS));
    });
    var answers = new CopyOnWriteArrayList<Answer>();
    for (int i = 0; i < 300; i++) {
      resolver.resolve(NAME, i % 2 == 0, Runnable::run, answers::add);
    }
    open.countDown();

    await().until(() -> answers.size() == 300);
    assertThat(answers).allMatch(Answer.Addresses.class::isInstance);
    assertThat(resolver.lookups()).isEqualTo(1);
    assertThat(dns.asked()).hasSize(2);
  }

  @Test
  void aliasesAreFollowedWithinAnAnswerAndFromAnswerToAnswer() {
    dns.says(question ->
        switch (question.name()) {
          case NAME ->
              new Reply().alias(NAME, 300, "b.example").alias("b.example", 300, "c.example");
          case "c.example" -> new Reply().alias("c.example", 300, "d.example");
          default -> Reply.addresses(question, 60, List.of(OURS));
        });

    assertThat(ask(Binding.ENFORCE, OURS)).isEqualTo(Target.KEEP);
    assertThat(dns.asked()).extracting(ScriptedDns.Question::name).contains("d.example");
  }

  @Test
  void aLoopOfAliasesInOneAnswerEnds() {
    dns.says(_ -> new Reply().alias(NAME, 60, "b.example").alias("b.example", 60, NAME));

    assertThat(ask(Binding.REPIN, OURS)).isEqualTo(drop(DropReason.RESOLVER_UNAVAILABLE));
    assertThat(dns.asked()).hasSize(4);
  }

  @Test
  void aChainOfAliasesFromAnswerToAnswerEnds() {
    dns.says(question -> new Reply().alias(question.name(), 60, "x" + question.name()));

    assertThat(ask(Binding.REPIN, OURS)).isEqualTo(drop(DropReason.RESOLVER_UNAVAILABLE));
    assertThat(dns.asked()).hasSize(2 * ReplyReader.CHAIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"169.254.169.254", "127.0.0.1", "::1", "::ffff:127.0.0.1", "0.0.0.0", "own"})
  void aNameReboundToAForbiddenAddressLeadsNowhere(String rebound) throws IOException {
    var address = rebound.equals("own") ? InetAddress.getLocalHost().getHostAddress() : rebound;
    dns.says(question -> Reply.addresses(question, 60, List.of(address)));

    assertThat(ask(Binding.REPIN, THEIRS)).isEqualTo(drop(DropReason.FORBIDDEN_DESTINATION));
    assertThat(ask(Binding.ENFORCE, THEIRS)).isEqualTo(drop(DropReason.SNI_IP_MISMATCH));
  }

  @Test
  void ofSeveralAddressesOnlyGoodOnesAreDialled() {
    dns.says(question ->
        Reply.addresses(question, 60, List.of("127.0.0.1", OURS, "169.254.169.254", "10.0.0.1")));

    assertThat(ask(Binding.REPIN, THEIRS)).isEqualTo(repinned());
  }

  @Test
  void whereClientsSeeAnotherAddressOursCounts() {
    dns.says(question -> Reply.addresses(question, 60, List.of(OURS)));

    assertThat(ask(Binding.REPIN, THEIRS)).isEqualTo(repinned());
    assertThat(ask(Binding.ENFORCE, THEIRS)).isEqualTo(drop(DropReason.SNI_IP_MISMATCH));
    assertThat(ask(Binding.LOG, THEIRS)).isEqualTo(stay(THEIRS, DropReason.SNI_IP_MISMATCH, OURS));
  }

  @ParameterizedTest
  @EnumSource(names = {"REPIN", "ENFORCE"})
  void aNameThatRotatesThroughManyAddressesCostsNobodyHisFlow(Binding binding) {
    var turn = new AtomicInteger();
    dns.says(question -> {
      int first = question.v6() ? 0 : turn.getAndAdd(8);
      return Reply.addresses(
          question, 1, IntStream.range(first, first + 8).mapToObj(ResolverTest::nth).toList());
    });
    for (int i = 0; i < 25; i++) {
      assertThat(ask(Binding.REPIN, nth(8 * i))).isEqualTo(Target.KEEP);
      pass(Duration.ofSeconds(1));
    }

    for (int i = 0; i < 200; i++) {
      assertThat(ask(binding, nth(i * 37))).as(nth(i * 37)).isEqualTo(Target.KEEP);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"REPIN", "ENFORCE", "LOG"})
  void aPolicyThatOnlyMonitorsMovesAndDropsNothing(Binding binding) {
    dns.says(question -> Reply.addresses(question, 60, List.of(OURS)));
    var watched = decided(MONITORING, THEIRS);

    assertThat(binding(binding).flow(answer(), watched))
        .isEqualTo(stay(THEIRS, DropReason.SNI_IP_MISMATCH, OURS));
    assertThat(binding(binding).request(answer(), watched, address(THEIRS)))
        .isEqualTo(stay(THEIRS, DropReason.SNI_IP_MISMATCH, OURS));
    assertThat(binding(Binding.OFF).flow(answer(), watched)).isEqualTo(Target.KEEP);
  }

  private static String nth(int n) {
    return "203.0.113." + (20 + n % 200);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  /// What becomes of a flow after the servers have been asked for both families.
  private Target ask(Binding binding, String destination) {
    return binding(binding).flow(answer(), decided(destination));
  }

  /// What becomes of it by what is known.
  private Target know(Binding binding, String destination) {
    return binding(binding).flow(decided(destination));
  }

  private Answer answer() {
    var answer = new CompletableFuture<Answer>();
    resolver.resolve(NAME, true, Runnable::run, answer::complete);
    return answer.join();
  }

  private NameBinding binding(Binding binding) {
    var forbidden = new ForbiddenDestinations(new OwnAddresses());
    return new NameBinding(
        new Binder(binding, forbidden, new PrivateNetworks(List.of())), resolver);
  }

  private static Target repinned() {
    var ours = address(OURS);
    return new Target.Dial(List.of(ours), new Mismatch(DropReason.SNI_IP_MISMATCH, ours, ours));
  }

  private static Target stay(String destination, DropReason reason, @Nullable String resolved) {
    var there = address(destination);
    return new Target.Dial(
        List.of(there), new Mismatch(reason, resolved == null ? null : address(resolved), there));
  }

  private static Target drop(DropReason reason) {
    return new Target.Drop(reason);
  }

  private static FlowEvent.Decided decided(String destination) {
    return decided(POLICY, destination);
  }

  private static FlowEvent.Decided decided(PolicySnapshot policy, String destination) {
    return new FlowEvent.Decided(
        new Connection(1, address("10.0.1.5"), 51324, address(destination), 443),
        Seen.of(Protocol.TLS, NAME, List.of()),
        Instant.EPOCH,
        Ruling.without(policy, new Verdict.Forward()),
        null,
        List.of());
  }

  private static Address address(String text) {
    return Address.of(InetAddress.ofLiteral(text));
  }
}
