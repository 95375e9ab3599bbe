// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The meaning of a policy, written as naively as it can be: all rules are tried, and the
/// candidates are thinned out criterion by criterion.
final class ReferenceMatcher implements PolicySnapshot {
  private final Policy policy;

  ReferenceMatcher(Policy policy) {
    this.policy = policy;
  }

  /// @param pattern `*` where the name does not matter
  /// @param named whether the name matters
  private record Candidate(
      PolicyRule rule,
      boolean named,
      String pattern,
      SourcePosition position,
      int sourcePrefix,
      int destinationPrefix,
      boolean deny) {
    /// What the log shows.
    String text() {
      if (named) {
        return pattern;
      }
      var networks =
          rule.conditions().destinations().stream()
              .distinct()
              .sorted(
                  Comparator.comparingInt(Cidr::prefix)
                      .reversed()
                      .thenComparing(Cidr::network, AddressRanges.ASCENDING))
              .toList();
      return networks.getFirst() + (networks.size() == 1 ? "" : ",+" + (networks.size() - 1));
    }
  }

  @Override
  public Verdict decide(Query query) {
    if (passed(query)) {
      return new Verdict.Forward();
    }
    var rule = rule(query);
    if (rule == null) {
      return unmentioned(query);
    }
    return rule.action() == Action.DENY
        ? new Verdict.Drop(DropReason.BLACKLISTED, rule.handling())
        : new Verdict.Forward(rule.handling());
  }

  @Override
  public String version() {
    return policy.toString();
  }

  private boolean passed(Query query) {
    var defaults = policy.defaults();
    return prefix(Defaults.Passed.networks(defaults.passSources()), query.source()) >= 0
        || prefix(Defaults.Passed.networks(defaults.passDestinations()), query.destination()) >= 0;
  }

  @Override
  public @Nullable Rule rule(Query query) {
    var left = passed(query) ? List.<Candidate>of() : matching(query);
    if (left.isEmpty()) {
      return null;
    }
    left = greatest(left, Candidate::sourcePrefix);
    left = greatest(left, candidate -> rank(candidate.pattern()));
    left = greatest(left, candidate -> literals(candidate.pattern()));
    left = greatest(left, Candidate::destinationPrefix);
    left = greatest(left, candidate -> candidate.deny() ? 1 : 0);
    left = greatest(left, candidate -> loudness(candidate.rule().handling()));
    left = greatest(left, candidate -> strictness(candidate.rule().handling()));
    var winner =
        left.stream()
            .min(
                Comparator.comparing((Candidate candidate) -> note(candidate.rule().handling()))
                    .thenComparing(candidate -> candidate.position().file())
                    .thenComparingInt(candidate -> candidate.position().line()))
            .orElseThrow();
    var action = winner.deny() ? Action.DENY : Action.ALLOW;
    return new Rule(winner.text(), action, winner.position(), winner.rule().handling());
  }

  private static int loudness(Handling handling) {
    return switch (handling.log()) {
      case NONE -> 0;
      case NORMAL -> 1;
      case ALERT -> 2;
    };
  }

  /// A digit for each of `ech`, `binding` and `deny_with`.
  private static int strictness(Handling handling) {
    int ech =
        switch (handling.ech()) {
          case null -> 0;
          case ALLOW_OUTER -> 1;
          case LOG -> 2;
          case DENY_REAL -> 3;
        };
    int binding =
        switch (handling.binding()) {
          case null -> 0;
          case OFF -> 1;
          case LOG -> 2;
          case REPIN -> 3;
          case ENFORCE -> 4;
        };
    int denyWith =
        switch (handling.denyWith()) {
          case null -> 0;
          case RESPOND -> 1;
          case CLOSE -> 2;
          case RESET -> 3;
        };
    return 100 * ech + 10 * binding + denyWith;
  }

  /// Tags and owner; none comes behind all others.
  private static String note(Handling handling) {
    var owner = handling.owner() == null ? "~" : handling.owner();
    return (handling.tags().isEmpty() ? "~" : handling.tags().getFirst()) + owner;
  }

  private Verdict unmentioned(Query query) {
    if (policy.defaults().unnamed().get(query.naming()) == Action.ALLOW) {
      return new Verdict.Forward();
    }
    return switch (query.naming()) {
      case NAMED ->
          mode(query) == Mode.WHITELIST
              ? new Verdict.Drop(DropReason.NOT_WHITELISTED)
              : new Verdict.Forward();
      case NO_SNI -> new Verdict.Drop(DropReason.NO_SNI);
      case NO_HOST -> new Verdict.Drop(DropReason.NO_HOST);
      case NOT_TLS_OR_HTTP -> new Verdict.Drop(DropReason.NOT_TLS_OR_HTTP);
      case IP_LITERAL -> new Verdict.Drop(DropReason.IP_LITERAL);
    };
  }

  /// By the text of a schedule: is there a stretch, begun today or yesterday, that goes on now?
  static boolean isOpen(String schedule, Instant time) {
    var words =
        List.of(schedule.replace("every day", "mon, tue, wed, thu, fri, sat, sun").split(",? "));
    var now = time.atZone(ZoneId.of(words.getLast())).toLocalDateTime();
    var hours = words.stream().filter(word -> word.contains(":")).toList();
    for (var begin : List.of(now.toLocalDate(), now.toLocalDate().minusDays(1))) {
      var day = begin.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      for (var some : hours.isEmpty() ? List.of("00:00-24:00") : hours) {
        var from = begin.atStartOfDay().plusMinutes(minutes(some.substring(0, 5)));
        var to = begin.atStartOfDay().plusMinutes(minutes(some.substring(6)));
        var end = to.isAfter(from) ? to : to.plusDays(1);
        if (words.contains(day.toLowerCase(Locale.ENGLISH))
            && !now.isBefore(from)
            && now.isBefore(end)) {
          return true;
        }
      }
    }
    return false;
  }

  private static int minutes(String clock) {
    return Integer.parseInt(clock.substring(0, 2)) * 60 + Integer.parseInt(clock.substring(3));
  }

  private Mode mode(Query query) {
    return policy.defaults().modes().stream()
        .filter(some -> some.source().contains(query.source()))
        .max(Comparator.comparingInt(some -> some.source().prefix()))
        .map(Defaults.SourceMode::mode)
        .orElse(policy.mode());
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
      var conditions = rule.conditions();
      boolean port =
          conditions.ports().isEmpty()
              || conditions.ports().stream()
                  .anyMatch(range -> range.first() <= query.port() && query.port() <= range.last());
      boolean protocol = conditions.protocol() == null || conditions.protocol() == query.protocol();
      int source = prefix(conditions.sources(), query.source());
      int destination = prefix(conditions.destinations(), query.destination());
      boolean there =
          (conditions.expires() == null || query.time().compareTo(conditions.expires()) < 0)
              && (conditions.schedule() == null
                  || isOpen(conditions.schedule().toString(), query.time()));
      if (!there || !port || !protocol || source == -2 || destination == -2) {
        continue;
      }
      boolean deny =
          rule.action() == null ? policy.mode() == Mode.BLACKLIST : rule.action() == Action.DENY;
      var said = rule.unnamed().get(query.naming());
      if (said != null || rule.hosts().isEmpty()) {
        boolean denied = said == null ? deny : said == Action.DENY;
        found.add(new Candidate(rule, false, "*", rule.position(), source, destination, denied));
      }
      for (var host : rule.hosts()) {
        var pattern = host.pattern().toString();
        if (query.host() != null && matches(pattern, query.host())) {
          found.add(new Candidate(rule, true, pattern, host.position(), source, destination, deny));
        }
      }
    }
    return found;
  }

  /// The longest prefix that holds an address, -1 if any address will do, -2 if none holds it.
  private static int prefix(List<Cidr> networks, Address address) {
    return networks.stream()
        .filter(network -> network.contains(address))
        .mapToInt(Cidr::prefix)
        .max()
        .orElse(networks.isEmpty() ? -1 : -2);
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
