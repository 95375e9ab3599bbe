// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.fmt;

/// A policy file's text in its canonical form.
public final class PolicyText {
  private PolicyText() {}

  /// @param text good YAML
  public static String format(String text) {
    var lines = text.replace("\r\n", "\n").replaceFirst("^\uFEFF", "");
    // JSON stays JSON.
    return lines.stripLeading().startsWith("{") ? text : HostLists.of(Layout.of(lines));
  }

  /// Whether two texts have the same comments.
  public static boolean sameComments(String text, String other) {
    return Yaml.comments(text).equals(Yaml.comments(other));
  }
}
