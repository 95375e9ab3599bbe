// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.FqdnPattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Host patterns of one rule.
///
/// @param match what a bare name stands for
/// @param strangers whether names may be matched that anybody can register
record HostReader(Match match, boolean strangers) {
  private static final String SWITCH = ", or `allow_public_suffix: true` in the rule";

  /// Whether there is nothing to say of a bare name that is spelled well.
  boolean takes(byte[] text, int from, int to) {
    return strangers || match == Match.EXACT || !PublicSuffixes.contain(text, from, to);
  }

  /// A pattern, or null after the problem was told.
  @Nullable FqdnPattern read(String text, Span span, Problems problems) {
    return switch (FqdnPattern.parse(text)) {
      case FqdnPattern.Parsed.Valid(var pattern) -> {
        var meant = match.read(pattern);
        if (!strangers) {
          check(meant, span, problems);
        }
        yield meant;
      }
      case FqdnPattern.Parsed.Invalid(var message, var hint) -> {
        problems.error(span, message, hint);
        yield null;
      }
    };
  }

  private static void check(FqdnPattern pattern, Span span, Problems problems) {
    switch (pattern) {
      case FqdnPattern.Subtree(var name) -> check(name.toString(), span, problems);
      case FqdnPattern.Subdomains(var name) -> check(name.toString(), span, problems);
      case FqdnPattern.Glob(var labels) -> check(labels, span, problems);
      case FqdnPattern.Exact _, FqdnPattern.Any _ -> {}
    }
  }

  private static void check(String name, Span span, Problems problems) {
    if (PublicSuffixes.contain(name)) {
      problems.error(
          span,
          "anybody can register a name under " + name,
          "write the names that you mean, such as example." + name + SWITCH);
    }
  }

  /// A star in the label before a public suffix.
  private static void check(List<String> labels, Span span, Problems problems) {
    int fixed = labels.size();
    while (labels.get(fixed - 1).indexOf('*') < 0) {
      fixed--;
    }
    var suffix = String.join(".", labels.subList(fixed, labels.size()));
    if (suffix.isEmpty() || PublicSuffixes.contain(suffix)) {
      problems.warning(
          span,
          "anybody can register a name that matches `" + labels.get(fixed - 1) + "` here",
          "write that label in full" + SWITCH);
    }
  }
}
