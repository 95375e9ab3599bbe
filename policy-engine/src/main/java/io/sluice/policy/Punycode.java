// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// RFC 3492: Unicode text in ASCII letters, digits and `-`. The names are those of its section 6.
final class Punycode {
  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 0x80;

  private Punycode() {}

  static String encode(String label) {
    int[] input = label.codePoints().toArray();
    var output = new StringBuilder();
    label.chars().filter(c -> c < INITIAL_N).forEach(c -> output.append((char) c));
    int basic = output.length();
    int done = basic;
    if (basic > 0) {
      output.append('-');
    }
    int delta = 0;
    int bias = INITIAL_BIAS;
    int n = INITIAL_N;
    while (done < input.length) {
      int next = next(input, n);
      delta += (next - n) * (done + 1);
      n = next;
      for (int c : input) {
        if (c < n) {
          delta++;
        } else if (c == n) {
          append(output, delta, bias);
          bias = adapt(delta, done + 1, done == basic);
          delta = 0;
          done++;
        }
      }
      delta++;
      n++;
    }
    return output.toString();
  }

  /// The smallest code point that is not below `n`.
  private static int next(int[] input, int n) {
    int smallest = Integer.MAX_VALUE;
    for (int c : input) {
      smallest = c >= n ? Math.min(smallest, c) : smallest;
    }
    return smallest;
  }

  private static void append(StringBuilder output, int delta, int bias) {
    int q = delta;
    for (int k = BASE; ; k += BASE) {
      int t = Math.clamp(k - bias, T_MIN, T_MAX);
      if (q < t) {
        output.append(digit(q));
        return;
      }
      output.append(digit(t + (q - t) % (BASE - t)));
      q = (q - t) / (BASE - t);
    }
  }

  private static char digit(int value) {
    return (char) (value < 26 ? 'a' + value : '0' + value - 26);
  }

  private static int adapt(int delta, int points, boolean first) {
    int rest = first ? delta / DAMP : delta / 2;
    rest += rest / points;
    int k = 0;
    for (; rest > (BASE - T_MIN) * T_MAX / 2; k += BASE) {
      rest /= BASE - T_MIN;
    }
    return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
  }
}
