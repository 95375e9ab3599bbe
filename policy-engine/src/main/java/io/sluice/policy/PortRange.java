// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// Destination ports `first` to `last`, both included.
public record PortRange(int first, int last) {
  public PortRange {
    if (first < 0 || first > last || last > 0xFFFF) {
      throw new IllegalArgumentException("not a port range: " + first + "-" + last);
    }
  }

  public boolean contains(int port) {
    return first <= port && port <= last;
  }

  boolean contains(PortRange other) {
    return first <= other.first && other.last <= last;
  }

  /// `443` or `8000-8999`.
  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
