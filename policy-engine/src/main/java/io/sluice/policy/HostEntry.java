// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// One host pattern and where it is written.
public record HostEntry(FqdnPattern pattern, SourcePosition position) {}
