// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.Defaults;
import io.sluice.policy.Mode;
import io.sluice.policy.PolicyRule;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One of the files of a policy: the main one, or one of its folder.
final class PolicyPart {
  private final Fields fields;
  private final Problems problems;
  private final boolean isMain;
  private final @Nullable YamlNode rules;
  private final @Nullable YamlNode modeNode;
  private final @Nullable Mode mode;
  private final @Nullable Match match;

  private PolicyPart(Fields fields, Problems problems, boolean isMain) {
    this.fields = fields;
    this.problems = problems;
    this.isMain = isMain;
    modeNode =
        isMain
            ? fields.required("mode", "write `mode: whitelist` or `mode: blacklist`")
            : fields.optional("mode");
    rules =
        isMain ? fields.required("rules", "write `rules: []` for none") : fields.optional("rules");
    mode = modeNode == null ? null : Values.oneOf(Mode.class, modeNode, problems);
    var matchNode = fields.optional("match");
    match = matchNode == null ? null : Values.oneOf(Match.class, matchNode, problems);
  }

  /// The main file, or null after the problem was told.
  static @Nullable PolicyPart main(YamlDocument document) {
    return part(
        document,
        true,
        "the policy is empty",
        "write `mode: whitelist` and `rules: []` to let nothing pass");
  }

  /// A file of the folder, or null after the problem was told.
  static @Nullable PolicyPart further(YamlDocument document) {
    return part(document, false, "the file is empty", "write `rules: []`, or remove the file");
  }

  private static @Nullable PolicyPart part(
      YamlDocument document, boolean isMain, String empty, String hint) {
    var problems = document.problems();
    var root = document.root();
    if (root == null) {
      if (!problems.broken()) {
        problems.error(Span.START, empty, hint);
      }
      return null;
    }
    var fields = Values.fields(root, isMain ? "`mode` and `rules`" : "`rules`", problems);
    return fields == null ? null : new PolicyPart(fields, problems, isMain);
  }

  Problems problems() {
    return problems;
  }

  @Nullable Mode mode() {
    return mode;
  }

  /// Takes what all files share.
  void define(NetworkReader networks, DefaultsReader defaults) {
    var groups = fields.optional("sources");
    if (groups != null) {
      networks.define(groups, problems);
    }
    if (isMain) {
      defaults.readMain(fields, problems);
    }
  }

  /// Takes what all files may add to, once all groups are known, and refuses the rest.
  void add(DefaultsReader defaults) {
    defaults.read(fields, problems);
    fields.end();
  }

  /// A mode in a further file is a wish that the main one must share.
  void checkMode(@Nullable PolicyPart main) {
    if (main != null && modeNode != null && main.modeNode != null && mode != main.mode) {
      problems.error(
          modeNode.span(),
          "the mode is another one at " + main.problems.source().position(main.modeNode.span()),
          "remove it here: the mode stands in one file");
    }
  }

  /// What bare names stand for here: the main file says it for those that do not.
  private Match match(@Nullable PolicyPart main) {
    if (match != null) {
      return match;
    }
    return main == null || main.match == null ? Match.SUFFIX : main.match;
  }

  /// @param main null when it could not be read
  /// @param defaults null when the mode is not known
  List<PolicyRule> rules(
      @Nullable PolicyPart main,
      @Nullable Defaults defaults,
      NetworkReader networks,
      FileSource source,
      Set<Path> files,
      Instant now) {
    if (rules == null) {
      return List.of();
    }
    if (YamlNode.isNothing(rules)) {
      Values.refuse(rules, "a list of rules", "write `rules: []` for none", problems);
      return List.of();
    }
    var items = Values.list(rules, "rules", problems);
    if (items == null) {
      return List.of();
    }
    var file = Path.of(problems.source().file());
    var reader =
        new RuleReader(
            new RuleReader.Context(
                file,
                defaults,
                main == null ? null : Values.meant(Mode.class, main.modeNode),
                match(main),
                networks,
                source,
                files,
                now),
            problems);
    var read = new ArrayList<PolicyRule>(items.size());
    for (var item : items) {
      var rule = reader.read(item);
      if (rule != null) {
        read.add(rule);
      }
    }
    reader.end();
    return read;
  }
}
