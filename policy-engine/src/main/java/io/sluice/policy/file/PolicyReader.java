// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.Mode;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyRule;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A policy file to [Policy].
public final class PolicyReader {

  /// What came of reading.
  public sealed interface Result {
    /// Every file that belongs to the policy, whether it could be read or not.
    Set<Path> files();

    /// A policy, with what somebody should look at.
    record Loaded(Policy policy, List<Problem> warnings, Set<Path> files) implements Result {}

    /// No policy, and every reason for it.
    record Broken(List<Problem> problems, Set<Path> files) implements Result {}
  }

  private final Path file;
  private final Instant now;
  private final NetworkReader networks = new NetworkReader();
  private final Set<Path> files = new LinkedHashSet<>();

  private PolicyReader(Path file, Instant now) {
    this.file = file;
    this.now = now;
    files.add(file);
  }

  /// Reads a file; one that is missing, empty or half written is a problem, never an empty policy.
  public static Result read(Path file) {
    return read(file, Instant.now());
  }

  /// Reads a file.
  ///
  /// @param now to warn of what has expired
  public static Result read(Path file, Instant now) {
    return new PolicyReader(file, now).read();
  }

  private Result read() {
    var document = YamlDocument.read(file);
    var problems = document.problems();
    var policy = policy(document);
    if (policy != null && !problems.broken()) {
      IdleWarnings.tell(policy, problems);
    }
    return policy == null || problems.broken()
        ? new Result.Broken(problems.all(), files)
        : new Result.Loaded(policy, problems.all(), files);
  }

  private @Nullable Policy policy(YamlDocument document) {
    var problems = document.problems();
    var root = document.root();
    if (root == null) {
      if (!problems.broken()) {
        problems.error(
            Span.START,
            "the policy is empty",
            "write `mode: whitelist` and `rules: []` to let nothing pass");
      }
      return null;
    }
    var fields = Values.fields(root, "`mode` and `rules`", problems);
    if (fields == null) {
      return null;
    }
    var modeNode = fields.required("mode", "write `mode: whitelist` or `mode: blacklist`");
    var rulesNode = fields.required("rules", "write `rules: []` for none");
    var matchNode = fields.optional("match");
    var sources = fields.optional("sources");
    if (sources != null) {
      networks.define(sources, problems);
    }
    var mode = modeNode == null ? null : Values.oneOf(Mode.class, modeNode, problems);
    var defaults =
        new DefaultsReader(networks, problems).read(mode == null ? Mode.WHITELIST : mode, fields);
    fields.end();
    var match = matchNode == null ? null : Values.oneOf(Match.class, matchNode, problems);
    var rules =
        rulesNode == null
            ? null
            : rules(
                rulesNode,
                new RuleReader.Context(
                    file,
                    mode == null ? null : defaults,
                    match == null ? Match.SUFFIX : match,
                    networks,
                    files,
                    now),
                problems);
    networks.tellUnused();
    return mode == null || rules == null ? null : new Policy(defaults, rules);
  }

  private @Nullable List<PolicyRule> rules(
      YamlNode node, RuleReader.Context context, Problems problems) {
    if (YamlNode.isNothing(node)) {
      Values.refuse(node, "a list of rules", "write `rules: []` for none", problems);
      return null;
    }
    var items = Values.list(node, "rules", problems);
    if (items == null) {
      return null;
    }
    var reader = new RuleReader(context, problems);
    var rules = new ArrayList<PolicyRule>(items.size());
    for (var item : items) {
      var rule = reader.read(item);
      if (rule != null) {
        rules.add(rule);
      }
    }
    return rules;
  }
}
