// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.FqdnPattern;

/// What a bare name such as `example.com` stands for.
enum Match {
  /// The name and its subdomains.
  SUFFIX,
  /// The name alone.
  EXACT;

  FqdnPattern read(FqdnPattern pattern) {
    return this == EXACT && pattern instanceof FqdnPattern.Subtree(var name)
        ? new FqdnPattern.Exact(name)
        : pattern;
  }
}
