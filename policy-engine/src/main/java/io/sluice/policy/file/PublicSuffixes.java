// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The public suffix list: names such as `co.uk` and `github.io`, under which anybody can register.
///
/// Read when the first policy is, so at every start of the gateway: its ten thousand lines are
/// indexed where they lie instead of being made strings. `public_suffix_list.dat` is the file of
/// <https://publicsuffix.org>, unchanged, under the Mozilla Public License 2.0.
final class PublicSuffixes {
  private static final String FILE = "public_suffix_list.dat";

  /// What a line begins with: the name itself, every name one label below, not this one after all.
  private static final byte[] NOTHING = {};

  private static final byte[] BELOW = {'*', '.'};
  private static final byte[] EXCEPT = {'!'};
  private static final byte[] A_LABEL = {'x', 'n', '-', '-'};

  private final byte[] list;

  /// Where the lines of ASCII begin, by the hash of their bytes; 0 for a free place.
  private final int[] places = new int[1 << 15];

  /// Where lines with other characters begin.
  private int[] others = new int[64];

  private int otherCount;

  /// The lines of [#others] as A-labels, once a name asks for them.
  private @Nullable Set<String> encoded;

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
    return isListed(NOTHING, text, from, to)
        || isListed(BELOW, text, from, to)
        || (dot < to && isListed(BELOW, text, dot + 1, to) && !isListed(EXCEPT, text, from, to));
  }

  /// Puts the line at `start` in its place; returns where the next one begins.
  private int index(int start) {
    int hash = 0;
    int end = start;
    boolean ascii = true;
    for (byte b = list[end]; b != '\n'; b = list[++end]) {
      ascii &= b > 0;
      hash = 31 * hash + b;
    }
    if (end == start || list[start] == '/') {
      return end + 1;
    }
    if (ascii) {
      int place = place(hash);
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

  /// Whether a name is a line of the list.
  ///
  /// @param mark what stands in front of the name
  private boolean isListed(byte[] mark, byte[] text, int from, int to) {
    int hash = hash(hash(0, mark, 0, mark.length), text, from, to);
    for (int i = place(hash); places[i] != 0; i = i + 1 & places.length - 1) {
      int name = places[i] + mark.length;
      int end = name + to - from;
      if (end < list.length
          && list[end] == '\n'
          && Arrays.equals(list, places[i], name, mark, 0, mark.length)
          && Arrays.equals(list, name, end, text, from, to)) {
        return true;
      }
    }
    return hasALabel(text, from, to)
        && encoded().contains(string(mark, 0, mark.length) + string(text, from, to));
  }

  private static int hash(int before, byte[] text, int from, int to) {
    int hash = before;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text[i];
    }
    return hash;
  }

  private static boolean hasALabel(byte[] text, int from, int to) {
    for (int i = from; i + A_LABEL.length <= to; i++) {
      if (text[i] == 'x'
          && Arrays.equals(text, i, i + A_LABEL.length, A_LABEL, 0, A_LABEL.length)) {
        return true;
      }
    }
    return false;
  }

  private static String string(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private int place(int hash) {
    return (hash ^ hash >>> 15) & places.length - 1;
  }

  private synchronized Set<String> encoded() {
    var set = encoded;
    if (set == null) {
      set = new HashSet<>();
      for (int i = 0; i < otherCount; i++) {
        int end = others[i];
        while (list[end] != '\n') {
          end++;
        }
        var line = new String(list, others[i], end - others[i], StandardCharsets.UTF_8);
        int mark = line.startsWith("*.") ? 2 : line.startsWith("!") ? 1 : 0;
        set.add(line.substring(0, mark) + IDN.toASCII(line.substring(mark)));
      }
      encoded = set;
    }
    return set;
  }
}
