// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.HexFormat;

/// What identifies the content of a policy, whatever the order of its rules and the files they
/// stand in: a hash of the mode, the defaults and the sums of the [RuleDigests]. It tells contents
/// apart that differ by chance or by mistake; with 12 digits two can be made to look the same in
/// any case.
final class PolicyVersion {
  private static final int HEX_DIGITS = 12;

  private PolicyVersion() {}

  /// 12 hexadecimal digits.
  static String of(String defaults, RuleDigests digests) {
    return HexFormat.of().toHexDigits(RuleDigests.of(defaults + digests.sums()), HEX_DIGITS);
  }
}
