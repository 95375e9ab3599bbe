// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.FqdnPattern;
import org.jspecify.annotations.Nullable;

/// Host patterns of one rule.
///
/// @param match what a bare name stands for
/// @param strangers whether names may be matched that anybody can register
/// @param glued whether a star may be glued to a name
record HostReader(Match match, boolean strangers, boolean glued) {
  private static final String SWITCH = ", or `allow_public_suffix: true` in the rule";
  private static final String GLUE = ", or `allow_glued_star: true` in the rule";

  /// Whether there is nothing to say of a bare name that is spelled well.
  boolean takes(byte[] text, int from, int to) {
    return strangers || match == Match.EXACT || !PublicSuffixes.contain(text, from, to);
  }

  /// A pattern, or null after the problem was told.
  @Nullable FqdnPattern read(String text, Span span, Problems problems) {
    return switch (FqdnPattern.parse(text)) {
      case FqdnPattern.Parsed.Valid(var pattern) -> {
        var meant = match.read(pattern);
        var rest = glued || !(meant instanceof FqdnPattern.Glob glob) ? null : glob.glued();
        if (rest != null) {
          refuse(rest, span, problems);
          yield null;
        }
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

  private static void refuse(String rest, Span span, Problems problems) {
    if (rest.indexOf('.') < 0) {
      problems.error(
          span,
          "this would be every top-level name that ends in " + rest,
          "write the names that you mean" + GLUE);
    } else {
      problems.error(
          span,
          "this would also match every name that merely ends so, such as not" + rest,
          "write *." + rest + " or " + rest + GLUE);
    }
  }

  private static void check(FqdnPattern pattern, Span span, Problems problems) {
    switch (pattern) {
      case FqdnPattern.Subtree(var name) -> check(name.toString(), span, problems);
      case FqdnPattern.Subdomains(var name) -> check(name.toString(), span, problems);
      case FqdnPattern.Glob glob -> check(glob, span, problems);
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

  /// A star in the label before a public suffix. One in a top-level name is no slip when it is
  /// glued, and reaches them all.
  private static void check(FqdnPattern.Glob glob, Span span, Problems problems) {
    var labels = glob.labels();
    int fixed = labels.size();
    while (labels.get(fixed - 1).indexOf('*') < 0) {
      fixed--;
    }
    var suffix = String.join(".", labels.subList(fixed, labels.size()));
    if (suffix.isEmpty() || PublicSuffixes.contain(suffix)) {
      var message = "anybody can register a name that matches `" + labels.get(fixed - 1) + "` here";
      var hint = "write that label in full" + SWITCH;
      if (labels.size() == 1 && glob.glued() != null) {
        problems.error(span, message, hint);
      } else {
        problems.warning(span, message, hint);
      }
    }
  }
}
