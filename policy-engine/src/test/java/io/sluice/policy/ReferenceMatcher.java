// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/// The meaning of a policy, written as naively as it can be: all rules are tried, and the
/// candidates are thinned out criterion by criterion.
final class ReferenceMatcher {
  private final Policy policy;

  ReferenceMatcher(Policy policy) {
    this.policy = policy;
  }

  private record Candidate(PolicyRule rule, HostEntry host, int sourcePrefix, boolean deny) {
    String text() {
      return host.pattern().toString();
    }
  }

  Verdict decide(Query query) {
    if (query.host() == null) {
      return new Verdict.Drop(
          switch (query.protocol()) {
            case TLS -> DropReason.NO_SNI;
            case HTTP -> DropReason.NO_HOST;
            case OTHER -> DropReason.NOT_TLS_OR_HTTP;
          },
          null);
    }
    var left = matching(query);
    if (left.isEmpty()) {
      return policy.mode() == Mode.WHITELIST
          ? new Verdict.Drop(DropReason.NOT_WHITELISTED, null)
          : new Verdict.Forward(null);
    }
    left = greatest(left, Candidate::sourcePrefix);
    left = greatest(left, candidate -> rank(candidate.text()));
    left = greatest(left, candidate -> literals(candidate.text()));
    left = greatest(left, candidate -> candidate.deny() ? 1 : 0);
    var winner =
        left.stream()
            .min(Comparator.comparingInt(candidate -> candidate.host().position().line()))
            .orElseThrow();
    var action = winner.deny() ? Action.DENY : Action.ALLOW;
    var rule = new Rule(winner.text(), action, winner.host().position());
    return winner.deny()
        ? new Verdict.Drop(DropReason.BLACKLISTED, rule)
        : new Verdict.Forward(rule);
  }

  static boolean matches(String pattern, String host) {
    String regex;
    if (pattern.equals("*")) {
      regex = ".*";
    } else if (pattern.startsWith("=")) {
      regex = Pattern.quote(pattern.substring(1));
    } else if (rank(pattern) == 1) {
      regex = pattern.replace(".", "\\.").replace("*", "[^.]*");
    } else if (pattern.startsWith("*.")) {
      regex = ".+\\." + Pattern.quote(pattern.substring(2));
    } else {
      regex = "(.+\\.)?" + Pattern.quote(pattern);
    }
    return Pattern.matches(regex, host);
  }

  private List<Candidate> matching(Query query) {
    var found = new ArrayList<Candidate>();
    for (var rule : policy.rules()) {
      boolean port =
          rule.conditions().ports().isEmpty()
              || rule.conditions().ports().stream()
                  .anyMatch(range -> range.first() <= query.port() && query.port() <= range.last());
      int prefix = rule.conditions().sources().isEmpty() ? -1 : -2;
      for (var source : rule.conditions().sources()) {
        if (source.contains(query.source())) {
          prefix = Math.max(prefix, source.prefix());
        }
      }
      boolean deny =
          rule.action() == null ? policy.mode() == Mode.BLACKLIST : rule.action() == Action.DENY;
      for (var host : rule.hosts()) {
        if (port
            && prefix > -2
            && matches(host.pattern().toString(), Objects.requireNonNull(query.host()))) {
          found.add(new Candidate(rule, host, prefix, deny));
        }
      }
    }
    return found;
  }

  private static List<Candidate> greatest(List<Candidate> all, ToIntFunction<Candidate> by) {
    int most = all.stream().mapToInt(by).max().orElseThrow();
    return all.stream().filter(candidate -> by.applyAsInt(candidate) == most).toList();
  }

  private static int rank(String pattern) {
    if (pattern.equals("*")) {
      return 0;
    }
    if (pattern.startsWith("=")) {
      return 3;
    }
    return pattern.lastIndexOf('*') > 0 || (pattern.startsWith("*") && pattern.charAt(1) != '.')
        ? 1
        : 2;
  }

  private static int literals(String pattern) {
    var text = rank(pattern) == 2 && pattern.startsWith("*.") ? pattern.substring(2) : pattern;
    return text.replace("*", "").replace("=", "").length();
  }
}
