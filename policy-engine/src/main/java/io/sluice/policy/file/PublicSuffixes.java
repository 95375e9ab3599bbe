// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The public suffix list: names such as `co.uk` and `github.io`, under which anybody can register.
///
/// Read when the first policy is, so at every start of the gateway: its ten thousand lines are
/// indexed where they lie instead of being made strings. `public_suffix_list.dat` is the file of
/// <https://publicsuffix.org>, unchanged, under the Mozilla Public License 2.0.
final class PublicSuffixes {
  private static final String FILE = "public_suffix_list.dat";

  /// What lines say of a name: that it is a public suffix itself, that every name one label below
  /// it is (`*.`), that it is none after all (`!`).
  private static final int ITSELF = 1;

  private static final int BELOW = 2;
  private static final int EXCEPT = 4;

  /// How much of either end of a name goes into its hash.
  private static final int END = 5;

  private static final byte[] ACE = {'x', 'n', '-', '-'};

  private final byte[] list;

  /// Where the lines of ASCII begin, by the hash of their names; 0 for a free place.
  private final int[] places = new int[1 << 15];

  /// Where lines with other characters begin.
  private int[] others = new int[64];

  private int otherCount;

  /// What [#others] say, by names in A-labels, once a name asks for them.
  private @Nullable Map<String, Integer> encoded;

  private PublicSuffixes(byte[] text) {
    // A line feed in front, so that no line begins at 0.
    list = new byte[text.length + 2];
    list[0] = '\n';
    System.arraycopy(text, 0, list, 1, text.length);
    list[text.length + 1] = '\n';
    int start = 1;
    while (start < list.length) {
      start = index(start);
    }
  }

  /// The list comes to life with the first question.
  private static final class Loaded {
    static final PublicSuffixes LIST = load();
  }

  /// Whether strangers can register names under this one.
  static boolean contain(String name) {
    byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
    return contain(text, 0, text.length);
  }

  /// The same of a name in ASCII.
  static boolean contain(byte[] text, int from, int to) {
    return Loaded.LIST.has(text, from, to);
  }

  private static PublicSuffixes load() {
    try (var stream = PublicSuffixes.class.getResourceAsStream(FILE)) {
      return new PublicSuffixes(Objects.requireNonNull(stream, FILE).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean has(byte[] text, int from, int to) {
    int dot = from;
    while (dot < to && text[dot] != '.') {
      dot++;
    }
    boolean ace = hasALabel(text, from, to);
    int said = said(text, from, to, ace);
    return (said & (ITSELF | BELOW)) != 0
        || (dot < to && (said & EXCEPT) == 0 && (said(text, dot + 1, to, ace) & BELOW) != 0);
  }

  /// Puts the line at `start` in its place; returns where the next one begins.
  private int index(int start) {
    int end = start;
    boolean ascii = true;
    for (byte b = list[end]; b != '\n'; b = list[++end]) {
      ascii &= b > 0;
    }
    if (end == start || list[start] == '/') {
      return end + 1;
    }
    if (ascii) {
      int place = place(list, name(start), end);
      while (places[place] != 0) {
        place = place + 1 & places.length - 1;
      }
      places[place] = start;
    } else {
      if (otherCount == others.length) {
        others = Arrays.copyOf(others, otherCount * 2);
      }
      others[otherCount++] = start;
    }
    return end + 1;
  }

  /// Where the name of a line begins.
  private int name(int line) {
    return line
        + switch (list[line]) {
          case '*' -> 2;
          case '!' -> 1;
          default -> 0;
        };
  }

  private int kind(int line) {
    return switch (list[line]) {
      case '*' -> BELOW;
      case '!' -> EXCEPT;
      default -> ITSELF;
    };
  }

  /// All that the list says of a name.
  ///
  /// @param ace whether there may be an A-label in it
  private int said(byte[] text, int from, int to, boolean ace) {
    int said = 0;
    for (int i = place(text, from, to); places[i] != 0; i = i + 1 & places.length - 1) {
      int name = name(places[i]);
      int end = name + to - from;
      if (end < list.length
          && list[end] == '\n'
          && Arrays.equals(list, name, end, text, from, to)) {
        said |= kind(places[i]);
      }
    }
    return ace ? said | encoded().getOrDefault(string(text, from, to), 0) : said;
  }

  /// Enough of a name to tell most apart, and the same work for each.
  private int place(byte[] text, int from, int to) {
    int hash = to - from;
    for (int i = Math.max(from, to - END); i < to; i++) {
      hash = 31 * hash + text[i];
    }
    for (int i = from; i < Math.min(to, from + END); i++) {
      hash = 31 * hash + text[i];
    }
    return (hash ^ hash >>> 15) & places.length - 1;
  }

  /// By the ACE prefix (RFC 5890).
  private static boolean hasALabel(byte[] text, int from, int to) {
    for (int i = from + ACE.length - 1; i < to; i++) {
      if (text[i] == '-' && Arrays.equals(text, i + 1 - ACE.length, i + 1, ACE, 0, ACE.length)) {
        return true;
      }
    }
    return false;
  }

  private static String string(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private synchronized Map<String, Integer> encoded() {
    var all = encoded;
    if (all == null) {
      all = new HashMap<>();
      for (int i = 0; i < otherCount; i++) {
        int name = name(others[i]);
        int end = name;
        while (list[end] != '\n') {
          end++;
        }
        var line = new String(list, name, end - name, StandardCharsets.UTF_8);
        all.merge(IDN.toASCII(line), kind(others[i]), (a, b) -> a | b);
      }
      encoded = all;
    }
    return all;
  }
}
