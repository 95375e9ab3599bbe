// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import static java.util.stream.Collectors.joining;

import io.sluice.gateway.flow.FlowEvent.Would;
import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.NamedPolicy;
import io.sluice.policy.PolicyChange;
import io.sluice.policy.file.Problem;
import io.sluice.policy.file.ShadowReader.Shadows;
import java.util.List;
import org.slf4j.Logger;

/// What the journal is told about policies.
record ReloadReport(Logger log) {
  /// Of a file with a thousand mistakes the log gets the first; `sluice check` shows all.
  private static final int MOST_LOGGED = 50;

  /// @param monitored whether records show the policy itself beside them
  void shadows(Shadows shadows, boolean monitored) {
    warn(shadows.problems());
    for (var shadow : shadows.policies()) {
      log.info("shadow {}: policy {} loaded: {}", shadow.name(), version(shadow), rules(shadow));
    }
    int shown = Would.SHOWN - (monitored ? 1 : 0);
    if (shadows.policies().size() > shown) {
      log.warn(
          "no record shows what {} would do: there is room for {} only; move others out of `shadow`",
          shadows.policies().stream()
              .skip(shown)
              .map(shadow -> "shadow " + shadow.name())
              .collect(joining(", ")),
          shadows.policies().stream()
              .limit(shown)
              .map(NamedPolicy::name)
              .collect(joining(" and ", "", monitored ? " and monitor" : "")));
    }
  }

  void first(CompiledPolicy now) {
    log.info("policy {} loaded: {}", now.version(), rules(now));
  }

  void swapped(CompiledPolicy before, CompiledPolicy now) {
    if (now.version().equals(before.version())) {
      log.info("policy {} loaded: {}, the same as before", now.version(), rules(now));
      return;
    }
    var change = PolicyChange.between(before, now);
    log.info(
        "policy {} loaded: {}, {} added, {} removed (was {}: {})",
        now.version(),
        rules(now),
        change.added(),
        change.removed(),
        before.version(),
        rules(before));
  }

  void broken(List<Problem> problems) {
    problems.stream().limit(MOST_LOGGED).forEach(problem -> log.error("{}", problem.headline()));
    if (problems.size() > MOST_LOGGED) {
      log.error("{} more problems; `sluice check` shows them", problems.size() - MOST_LOGGED);
    }
  }

  void warn(List<Problem> warnings) {
    warnings.stream().limit(MOST_LOGGED).forEach(warning -> log.warn("{}", warning.headline()));
  }

  private static String version(NamedPolicy shadow) {
    return shadow.policy().version();
  }

  private static String rules(NamedPolicy shadow) {
    return rules(shadow.policy());
  }

  private static String rules(CompiledPolicy policy) {
    int count = policy.ruleCount();
    return count == 1 ? "1 rule" : count + " rules";
  }
}
