// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.List;

/// Comparisons of host names that respect label boundaries; none allocates.
final class Labels {
  private Labels() {}

  static boolean isOrEndsWith(String host, String name) {
    return host.equals(name) || endsWith(host, name);
  }

  /// Whether `host` is a proper subdomain of `name`.
  static boolean endsWith(String host, String name) {
    int start = host.length() - name.length();
    return start > 1 && host.charAt(start - 1) == '.' && host.endsWith(name);
  }

  /// Whether `host` has the labels of a glob, each matched in itself.
  static boolean matches(String host, List<String> globs) {
    int from = 0;
    for (int i = 0; i < globs.size(); i++) {
      int dot = host.indexOf('.', from);
      boolean last = i == globs.size() - 1;
      if (last != dot < 0 || !matches(host, from, last ? host.length() : dot, globs.get(i))) {
        return false;
      }
      from = dot + 1;
    }
    return true;
  }

  /// Whether `host[from, to)` matches `glob`. On a mismatch only the last `*` passed needs to take
  /// one more character, so the time is at most the product of the two lengths.
  private static boolean matches(String host, int from, int to, String glob) {
    int at = from;
    int g = 0;
    int star = -1;
    int resume = from;
    while (at < to) {
      if (g < glob.length() && glob.charAt(g) == '*') {
        star = g++;
        resume = at;
      } else if (g < glob.length() && glob.charAt(g) == host.charAt(at)) {
        g++;
        at++;
      } else if (star >= 0) {
        g = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (g < glob.length() && glob.charAt(g) == '*') {
      g++;
    }
    return g == glob.length();
  }
}
