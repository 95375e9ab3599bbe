// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// A host name as the policy and the wire compare it: lower-case ASCII letters, digits, `-` and
/// `_`, labels of 1 to 63, 253 in all, no trailing dot (RFC 1123 section 2.1, RFC 2181 section 11).
///
/// A name whose last label is a number is an address to some resolver (inet_aton takes `1`,
/// `0x7f.1` and `1.2.3.4` alike), so it is refused as one.
public final class Fqdn {
  static final int LONGEST = 253;
  static final int LONGEST_LABEL = 63;

  private final String text;

  /// @param text already normalised and checked
  Fqdn(String text) {
    this.text = text;
  }

  /// What became of a text.
  public sealed interface Parsed {
    /// The name, normalised.
    record Valid(Fqdn name) implements Parsed {}

    /// Why the text is no host name, and what to write; both are printable ASCII.
    record Invalid(String message, String hint) implements Parsed {}
  }

  /// Reads a name as a person writes it: any case, perhaps with a trailing dot.
  public static Parsed parse(String text) {
    var labels = FqdnText.normalise(text);
    var problem = FqdnText.problem(labels, false);
    return problem == null ? new Parsed.Valid(new Fqdn(labels)) : problem;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fqdn that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// The normalised name.
  @Override
  public String toString() {
    return text;
  }
}
