// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import io.sluice.policy.Defaults.Passed;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// [Defaults] made ready to be asked; allocates nothing.
final class Fallback {
  private static final Verdict FORWARD = new Verdict.Forward();

  private final Mode mode;
  private final CidrSet whitelisted;
  private final CidrSet blacklisted;
  private final CidrSet passSources;
  private final CidrSet passDestinations;
  private final Defaults defaults;
  private final boolean monitor;

  /// What happens to each kind of connection in a whitelist.
  private final Map<Naming, Verdict> verdicts = new EnumMap<>(Naming.class);

  Fallback(Defaults defaults) {
    this.defaults = defaults;
    mode = defaults.mode();
    whitelisted = sources(defaults, Mode.WHITELIST);
    blacklisted = sources(defaults, Mode.BLACKLIST);
    passSources = CidrSet.of(Passed.networks(defaults.passSources()));
    passDestinations = CidrSet.of(Passed.networks(defaults.passDestinations()));
    monitor = defaults.monitor();
    for (var naming : Naming.values()) {
      verdicts.put(
          naming,
          defaults.unnamed().get(naming) == Action.ALLOW
              ? FORWARD
              : new Verdict.Drop(naming.reason()));
    }
  }

  private static CidrSet sources(Defaults defaults, Mode mode) {
    return CidrSet.of(
        defaults.modes().stream()
            .filter(some -> some.mode() == mode)
            .map(Defaults.SourceMode::source)
            .toList());
  }

  /// Whether a connection is never filtered.
  boolean passes(Address source, Address destination) {
    return passSources.contains(source) || passDestinations.contains(destination);
  }

  /// Why a connection is never filtered; null when it is.
  @Nullable Explanation explain(Query query) {
    boolean bySource = passSources.contains(query.source());
    var passed =
        bySource
            ? smallest(defaults.passSources(), query.source())
            : smallest(defaults.passDestinations(), query.destination());
    if (passed == null) {
      return null;
    }
    var network = (bySource ? "from " : "to ") + passed.network();
    return new Explanation(
        FORWARD, null, passed, "`pass` " + network + ", " + passed.position(), List.of());
  }

  private static @Nullable Passed smallest(List<Passed> some, Address address) {
    return some.stream()
        .filter(passed -> passed.network().contains(address))
        .max(Comparator.comparingInt(passed -> passed.network().prefix()))
        .orElse(null);
  }

  boolean monitors() {
    return monitor;
  }

  static Verdict passed() {
    return FORWARD;
  }

  /// The verdict on a connection that no rule matches.
  Verdict verdict(Query query) {
    return query.naming() == Naming.NAMED && mode(query.source()) == Mode.BLACKLIST
        ? FORWARD
        : Objects.requireNonNull(verdicts.get(query.naming()));
  }

  private Mode mode(Address source) {
    int white = whitelisted.longestPrefix(source);
    int black = blacklisted.longestPrefix(source);
    if (white == black) {
      return mode;
    }
    return white > black ? Mode.WHITELIST : Mode.BLACKLIST;
  }

  /// What decides when no rule does, in words.
  String text(Query query) {
    if (query.naming() != Naming.NAMED) {
      return "default, as the client names no host";
    }
    int prefix =
        Math.max(
            whitelisted.longestPrefix(query.source()), blacklisted.longestPrefix(query.source()));
    var text = "mode " + mode(query.source()).name().toLowerCase(Locale.ROOT);
    return prefix == CidrSet.NONE
        ? text
        : text + " of " + new Cidr(Cidr.mask(query.source(), prefix), prefix);
  }

  /// The content in one canonical line; empty for the mode alone.
  String canonical() {
    var text = new StringBuilder();
    add(text, " whitelist=", whitelisted);
    add(text, " blacklist=", blacklisted);
    add(text, " pass=", passSources);
    add(text, " to=", passDestinations);
    var allowed =
        verdicts.entrySet().stream()
            .filter(entry -> entry.getValue() instanceof Verdict.Forward)
            .map(entry -> entry.getKey().name())
            .collect(Collectors.joining(","));
    if (!allowed.isEmpty()) {
      text.append(" unnamed=").append(allowed);
    }
    return monitor ? text + " monitor" : text.toString();
  }

  private static void add(StringBuilder text, String key, CidrSet networks) {
    if (!networks.isEmpty()) {
      text.append(key).append(networks);
    }
  }
}
