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
    return Loaded.LIST.has(name);
  }

  private static PublicSuffixes load() {
    try (var stream = PublicSuffixes.class.getResourceAsStream(FILE)) {
      return new PublicSuffixes(Objects.requireNonNull(stream, FILE).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean has(String name) {
    var parent = name.substring(name.indexOf('.') + 1);
    return isListed(name)
        || isListed("*." + name)
        || (isListed("*." + parent) && !isListed("!" + name));
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

  private boolean isListed(String line) {
    // String.hashCode is the hash of the index, for ASCII.
    for (int i = place(line.hashCode()); places[i] != 0; i = i + 1 & places.length - 1) {
      if (isAt(places[i], line)) {
        return true;
      }
    }
    return line.contains("xn--") && encoded().contains(line);
  }

  private boolean isAt(int start, String line) {
    for (int i = 0; i < line.length(); i++) {
      if (list[start + i] != line.charAt(i)) {
        return false;
      }
    }
    return list[start + line.length()] == '\n';
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
