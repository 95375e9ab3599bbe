// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which host names a rule is about.
public sealed interface FqdnPattern {

  /// `google.com`: the name and every subdomain, at any depth.
  record Subtree(Fqdn name) implements FqdnPattern {
    @Override
    public String toString() {
      return name.toString();
    }
  }

  /// `*.google.com`: every subdomain, at any depth, and not the name itself.
  record Subdomains(Fqdn name) implements FqdnPattern {
    @Override
    public String toString() {
      return "*." + name;
    }
  }

  /// `=google.com`: that name alone.
  record Exact(Fqdn name) implements FqdnPattern {
    @Override
    public String toString() {
      return "=" + name;
    }
  }

  /// `a-*.b*.com`: names of the same number of labels; `*` stands for zero or more characters of
  /// one label.
  ///
  /// @param labels from left to right; at least one has a `*`
  record Glob(List<String> labels) implements FqdnPattern {
    public Glob {
      labels = List.copyOf(labels);
    }

    /// What stands behind a star that is glued to a name, as in `*google.com`; null without one.
    /// Whoever writes that seldom means `notgoogle.com`; behind a `-` or `_` it is no slip.
    public @Nullable String glued() {
      var text = toString();
      return text.charAt(0) == '*' && text.indexOf('*', 1) < 0 && ".-_".indexOf(text.charAt(1)) < 0
          ? text.substring(1)
          : null;
    }

    /// How many characters the pattern fixes, dots included: what makes one glob more specific than
    /// another.
    int literals() {
      int count = labels.size() - 1;
      for (int i = 0; i < labels.size(); i++) {
        count += literals(labels.get(i));
      }
      return count;
    }

    private static int literals(String label) {
      int count = 0;
      for (int i = 0; i < label.length(); i++) {
        count += label.charAt(i) == '*' ? 0 : 1;
      }
      return count;
    }

    @Override
    public String toString() {
      return String.join(".", labels);
    }
  }

  /// `*`: every name.
  record Any() implements FqdnPattern {
    @Override
    public String toString() {
      return "*";
    }
  }

  /// Whether a normalised host name is one of these.
  default boolean matches(String host) {
    return switch (this) {
      case Subtree(Fqdn name) -> Labels.isOrEndsWith(host, name.toString());
      case Subdomains(Fqdn name) -> Labels.endsWith(host, name.toString());
      case Exact(Fqdn name) -> host.equals(name.toString());
      case Glob(List<String> labels) -> Labels.matches(host, labels);
      case Any() -> true;
    };
  }

  /// What became of a text.
  sealed interface Parsed {
    record Valid(FqdnPattern pattern) implements Parsed {}

    /// Why the text is no pattern, and what to write; both are printable ASCII.
    record Invalid(String message, String hint) implements Parsed {}
  }

  /// Reads a pattern as a person writes it.
  static Parsed parse(String text) {
    return FqdnPatternReader.read(text);
  }
}
