// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.Cidr;
import io.sluice.policy.Conditions;
import io.sluice.policy.Defaults;
import io.sluice.policy.Naming;
import io.sluice.policy.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells of conditions that no connection can meet.
final class RuleDoubts {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /// A schedule that is not open within this time never is.
  private static final Duration WEEK = Duration.ofDays(8);

  private static final int MOST_TOLD = 20;

  private final List<Found> found = new ArrayList<>();
  private int untold;
  private final Networks passSources;
  private final Networks passDestinations;
  private final Instant now;
  private final Problems problems;

  /// @param defaults null when the mode is not known
  RuleDoubts(@Nullable Defaults defaults, Instant now, Problems problems) {
    passSources = networks(defaults == null ? List.of() : defaults.passSources());
    passDestinations = networks(defaults == null ? List.of() : defaults.passDestinations());
    this.now = now;
    this.problems = problems;
  }

  private static Networks networks(List<Defaults.Passed> passed) {
    return new Networks(passed.stream().map(Defaults.Passed::network).toList());
  }

  /// Networks that are asked whether one of them holds another; the time grows with the number of
  /// different prefix lengths.
  private static final class Networks {
    private final Set<Cidr> networks;
    private final List<Integer> prefixes;

    Networks(List<Cidr> networks) {
      this.networks = new HashSet<>(networks);
      prefixes = networks.stream().map(Cidr::prefix).distinct().toList();
    }

    boolean holdAll(List<Cidr> others) {
      return !others.isEmpty() && !networks.isEmpty() && others.stream().allMatch(this::hold);
    }

    private boolean hold(Cidr other) {
      return prefixes.stream()
          .anyMatch(prefix -> prefix <= other.prefix() && networks.contains(other.around(prefix)));
    }
  }

  /// @param allows whether the rule is known to allow
  void tell(Fields fields, Conditions conditions, Map<Naming, ?> unnamed, boolean allows) {
    if (passSources.holdAll(conditions.sources())) {
      passed(fields, "sources");
    } else if (passDestinations.holdAll(conditions.destinations())) {
      passed(fields, "destinations");
    }
    var protocol = conditions.protocol();
    if (protocol != null) {
      if (allows) {
        // To deny HTTP on the port of HTTPS makes sense.
        ports(fields, conditions, protocol);
      }
      unnamed(fields, unnamed.keySet(), protocol);
    }
    times(fields, conditions);
  }

  private record Found(Span at, String message, String hint) {}

  private void found(Span at, String message, String hint) {
    if (found.size() < MOST_TOLD) {
      found.add(new Found(at, message, hint));
    } else {
      untold++;
    }
  }

  /// Tells what was found in the rules of a file: the first of very many, with their number.
  void end() {
    for (var some : found) {
      boolean more = untold > 0 && some.equals(found.getLast());
      problems.warning(
          some.at,
          some.message,
          more ? some.hint + "; this file has " + untold + " more" : some.hint);
    }
  }

  private void passed(Fields fields, String key) {
    found(
        fields.keySpan(key),
        "this rule is never asked: all its " + key + " are under `pass`",
        "remove it, or the networks under `pass`");
  }

  private void ports(Fields fields, Conditions conditions, Protocol protocol) {
    int other = protocol == Protocol.HTTP ? HTTPS : HTTP;
    boolean only =
        conditions.ports().stream().allMatch(p -> p.first() == other && p.last() == other);
    if (only && !conditions.ports().isEmpty()) {
      found(
          fields.keySpan("ports"),
          "this rule is for "
              + protocol
              + " on port "
              + other
              + ", where clients speak "
              + (other == HTTPS ? Protocol.TLS : Protocol.HTTP),
          "name the other port, or remove `protocol`");
    }
  }

  private void unnamed(Fields fields, Set<Naming> namings, Protocol protocol) {
    var never =
        namings.stream()
            .filter(naming -> naming != Naming.IP_LITERAL && naming != Naming.without(protocol))
            .sorted()
            .map(naming -> "`" + naming.name().toLowerCase(Locale.ROOT) + "`")
            .collect(Collectors.joining(" and "));
    if (!never.isEmpty()) {
      found(
          fields.keySpan("unnamed"),
          "this rule is for " + protocol + ", where there is no " + never,
          "remove it, or `protocol`");
    }
  }

  private void times(Fields fields, Conditions conditions) {
    var schedule = conditions.schedule();
    var end = conditions.expires();
    if (schedule == null
        || end == null
        || !now.isBefore(end)
        || Duration.between(now, end).compareTo(WEEK) > 0) {
      return;
    }
    for (var time = now; time.isBefore(end); time = time.plusSeconds(60)) {
      if (schedule.isOpen(time.getEpochSecond())) {
        return;
      }
    }
    found(
        fields.keySpan("schedule"),
        "this rule expires before its schedule is open again",
        "remove it, or write a later date");
  }
}
