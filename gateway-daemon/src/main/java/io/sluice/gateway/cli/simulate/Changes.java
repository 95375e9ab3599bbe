// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.simulate;

import io.sluice.policy.Address;
import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.Naming;
import io.sluice.policy.Query;
import io.sluice.policy.Verdict;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts what a policy would change. For one thread; several are added up at the end.
final class Changes {
  /// Different changes that are told apart; more are only counted.
  private static final int MOST = 200_000;

  /// Clients kept of one change.
  private static final int MOST_SOURCES = 1_000;

  private static final Comparator<Address> BY_ADDRESS =
      Comparator.comparingLong(Address::high).thenComparingLong(Address::low);

  private final CompiledPolicy policy;
  private final Map<Change, Tally> tallies = new HashMap<>();
  long same;
  long nowPass;
  long nowDropped;

  /// Those that passed and still do, only because the policy monitors.
  long wouldDrop;

  long untold;
  long noDecision;
  long notByPolicy;
  long unreadable;

  /// What a change means for connections.
  enum Turn {
    PASS("+ pass", "forward"),
    DROP("- drop", "drop"),
    /// They pass as before, and the policy would drop them if it did not only monitor.
    WOULD_DROP("~ drop", "would_drop");

    final String sign;
    final String word;

    Turn(String sign, String word) {
      this.sign = sign;
      this.word = word;
    }
  }

  /// A change of verdict.
  ///
  /// @param host null when the client named none
  /// @param naming in what way it did not
  /// @param rule what decides now: a rule with its position, what stands in for one, or the drop
  ///   reason
  record Change(@Nullable String host, Naming naming, int port, Turn turn, String rule) {

    /// The name, or what the policy calls connections that have none.
    String name() {
      return host == null ? "(" + naming.name().toLowerCase(Locale.ROOT) + ")" : host;
    }
  }

  /// How often, and for whom; of very many sources not all are kept.
  static final class Tally {
    private final Map<Address, Long> sources = new HashMap<>(2);
    long count;

    private void add(Tally other) {
      count += other.count;
      other.sources.forEach(this::seen);
    }

    private void seen(Address source, long times) {
      if (sources.size() < MOST_SOURCES || sources.containsKey(source)) {
        sources.merge(source, times, Long::sum);
      }
    }

    int sources() {
      return sources.size();
    }

    /// Whether there are more sources than are kept, and more connections of those that are.
    boolean overflows() {
      return sources.size() == MOST_SOURCES;
    }

    /// The most frequent sources first.
    List<Map.Entry<Address, Long>> ranked() {
      return sources.entrySet().stream()
          .sorted(
              Map.Entry.<Address, Long>comparingByValue()
                  .reversed()
                  .thenComparing(Map.Entry.comparingByKey(BY_ADDRESS)))
          .toList();
    }
  }

  Changes(CompiledPolicy policy) {
    this.policy = policy;
  }

  void decide(PastDecision past) {
    var query = past.query();
    var verdict = policy.decide(query);
    boolean allowed = verdict instanceof Verdict.Forward;
    var turn = turn(past.passed(), allowed);
    nowPass += turn == Turn.PASS ? past.times() : 0;
    nowDropped += turn == Turn.DROP ? past.times() : 0;
    wouldDrop += turn == Turn.WOULD_DROP ? past.times() : 0;
    same += turn == null || turn == Turn.WOULD_DROP ? past.times() : 0;
    if (turn == null) {
      return;
    }
    var by =
        reason(verdict, query) + (turn == Turn.PASS && !allowed ? ", but it only monitors" : "");
    var change = new Change(query.host(), query.naming(), query.port(), turn, by);
    var tally = tallies.get(change);
    if (tally == null && tallies.size() < MOST) {
      tally = new Tally();
      tallies.put(change, tally);
    }
    if (tally == null) {
      untold++;
    } else {
      tally.count += past.times();
      tally.seen(query.source(), past.times());
    }
  }

  /// What changes for a connection; null for nothing.
  private @Nullable Turn turn(boolean passed, boolean allowed) {
    if (passed == allowed && !(policy.monitors() && !passed)) {
      return null;
    }
    if (!passed) {
      return Turn.PASS;
    }
    return policy.monitors() ? Turn.WOULD_DROP : Turn.DROP;
  }

  /// Whether the policy only says what it would do.
  boolean monitors() {
    return policy.monitors();
  }

  void skip(PastDecision.Skipped why) {
    switch (why) {
      case NO_DECISION -> noDecision++;
      case NOT_BY_POLICY -> notByPolicy++;
      case UNREADABLE -> unreadable++;
    }
  }

  void add(Changes other) {
    other.tallies.forEach(
        (change, tally) -> tallies.computeIfAbsent(change, _ -> new Tally()).add(tally));
    same += other.same;
    nowPass += other.nowPass;
    nowDropped += other.nowDropped;
    wouldDrop += other.wouldDrop;
    untold += other.untold;
    noDecision += other.noDecision;
    notByPolicy += other.notByPolicy;
    unreadable += other.unreadable;
  }

  /// Whether there was any decision among the lines.
  boolean sawDecisions() {
    return decisions() + notByPolicy > 0;
  }

  /// Decisions that were judged again.
  long decisions() {
    return same + nowPass + nowDropped;
  }

  /// How many changes are told apart.
  int kinds() {
    return tallies.size();
  }

  /// The most frequent changes first.
  List<Map.Entry<Change, Tally>> ranked() {
    return tallies.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<Change, Tally> e) -> -e.getValue().count)
                .thenComparing(e -> e.getKey().name())
                .thenComparingInt(e -> e.getKey().port()))
        .toList();
  }

  private String reason(Verdict verdict, Query query) {
    var rule = policy.rule(query);
    if (rule != null) {
      return rule.pattern() + " (" + rule.position() + ")";
    }
    if (verdict instanceof Verdict.Drop drop) {
      return drop.reason().name();
    }
    if (policy.passes(query.source(), query.destination())) {
      return "pass";
    }
    return query.naming() == Naming.NAMED ? "no rule denies it" : "default";
  }
}
