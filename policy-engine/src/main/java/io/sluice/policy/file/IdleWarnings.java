// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.IdleRules;
import io.sluice.policy.IdleRules.Finding;
import io.sluice.policy.Mode;
import io.sluice.policy.Policy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// Tells of hosts that change nothing.
final class IdleWarnings {
  /// Lists from elsewhere often overlap, and nobody mends them.
  private static final int MOST_OF_A_LIST = 1;

  private static final int MOST_OF_A_POLICY = 20;

  private final Problems problems;
  private final String mode;

  private IdleWarnings(Problems problems, Mode mode) {
    this.problems = problems;
    this.mode = mode == Mode.WHITELIST ? "a whitelist denies" : "a blacklist allows";
  }

  /// What was found when the policy was read, and what is found in it.
  static List<Problem> after(Problems read, Policy policy) {
    var problems = new Problems(read.source());
    problems.addAll(read);
    tell(policy, problems);
    return problems.all();
  }

  private static void tell(Policy policy, Problems problems) {
    var files = new TreeMap<String, List<Finding>>();
    for (var finding : IdleRules.in(policy)) {
      if (isOverlapOfList(finding)) {
        continue;
      }
      files.computeIfAbsent(finding.at().file(), _ -> new ArrayList<>()).add(finding);
    }
    var warnings = new IdleWarnings(problems, policy.mode());
    files.forEach(warnings::tell);
  }

  private void tell(String file, List<Finding> findings) {
    int most = isYaml(file) ? MOST_OF_A_POLICY : MOST_OF_A_LIST;
    findings.sort(
        Comparator.comparingInt((Finding finding) -> finding.at().line())
            .thenComparingInt(finding -> finding.at().column()));
    for (int i = 0; i < Math.min(most, findings.size()); i++) {
      tell(findings.get(i), i == most - 1 ? findings.size() - most : 0);
    }
  }

  private void tell(Finding finding, int more) {
    var idle = finding.idle();
    var other = "`" + finding.other() + "`, " + finding.otherAt();
    var message =
        switch (finding.reason()) {
          case DUPLICATE -> "`" + idle + "` is here twice, first " + finding.otherAt();
          case COVERED -> "`" + idle + "` changes nothing: " + other + ", does the same";
          case TREATED ->
              "`"
                  + idle
                  + "` decides nothing: "
                  + other
                  + ", comes first by its `"
                  + finding.treatment()
                  + "`";
          case OUTRANKED ->
              "`" + idle + "` decides nothing: a suffix comes before a glob, " + other;
          case BY_MODE -> "`" + idle + "` changes nothing: " + mode + " when no rule matches";
          case DENIED -> "`" + idle + "` never allows anything: " + other + ", denies it";
        };
    var hint =
        switch (finding.reason()) {
          case TREATED -> "write the same in both, or remove one of them";
          case BY_MODE -> "remove it";
          case OUTRANKED -> "write the suffixes that are meant in place of the glob";
          case DUPLICATE, COVERED, DENIED -> "remove one of them";
        };
    problems.warning(
        finding.at(), message, more == 0 ? hint : hint + "; this file has " + more + " more");
  }

  /// A list that also names subdomains of what it names means the same with `match: exact`.
  private static boolean isOverlapOfList(Finding finding) {
    return finding.reason() == IdleRules.Reason.COVERED
        && finding.at().file().equals(finding.otherAt().file())
        && !isYaml(finding.at().file());
  }

  private static boolean isYaml(String file) {
    return file.endsWith(".yaml") || file.endsWith(".yml");
  }
}
