// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/// The public suffix list: names such as `co.uk` and `github.io`, under which anybody can register.
///
/// Loaded when the first policy is read; no decision asks it. `public_suffix_list.dat` is the file
/// of <https://publicsuffix.org>, unchanged, under the Mozilla Public License 2.0.
final class PublicSuffixes {
  private static final String FILE = "public_suffix_list.dat";

  private final Set<String> names = new HashSet<>();

  /// Names whose every child is a public suffix, but for the exceptions.
  private final Set<String> parents = new HashSet<>();

  private final Set<String> exceptions = new HashSet<>();

  private PublicSuffixes(String list) {
    list.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("//"))
        .forEach(this::add);
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
      var bytes = Objects.requireNonNull(stream, FILE).readAllBytes();
      return new PublicSuffixes(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String line) {
    if (line.startsWith("!")) {
      exceptions.add(ascii(line.substring(1)));
    } else if (line.startsWith("*.")) {
      parents.add(ascii(line.substring(2)));
    } else {
      names.add(ascii(line));
    }
  }

  private boolean has(String name) {
    return names.contains(name)
        || parents.contains(name)
        || (parents.contains(name.substring(name.indexOf('.') + 1)) && !exceptions.contains(name));
  }

  private static String ascii(String name) {
    return name.chars().allMatch(c -> c < 0x80) ? name : IDN.toASCII(name);
  }
}
