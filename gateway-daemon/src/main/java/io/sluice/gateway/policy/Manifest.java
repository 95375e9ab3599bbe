// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a kept policy consists of, as text that a person can read.
///
/// @param policy the main file
/// @param files each as `sha256sum` writes it: the hash, two blanks, the path
record Manifest(String policy, String version, List<String> files) {
  private static final String HEAD = "Sluice: the last good policy";
  private static final String POLICY = "policy ";
  private static final String VERSION = "version ";

  /// @param files by absolute path
  static Manifest of(Path policy, String version, Map<Path, byte[]> files) throws IOException {
    var lines = new ArrayList<String>(files.size());
    for (var file : files.entrySet()) {
      var line = line(file.getKey(), file.getValue());
      if (line.indexOf('\n') >= 0) {
        throw new IOException("a path has a line break in it");
      }
      lines.add(line);
    }
    return new Manifest(policy.toString(), version, lines);
  }

  static Manifest parse(String text) throws IOException {
    var lines = text.lines().toList();
    if (lines.size() < 4
        || !lines.get(0).equals(HEAD)
        || !lines.get(1).startsWith(POLICY)
        || !lines.get(2).startsWith(VERSION)) {
      throw new IOException("its manifest is not one");
    }
    return new Manifest(
        lines.get(1).substring(POLICY.length()),
        lines.get(2).substring(VERSION.length()),
        lines.subList(3, lines.size()));
  }

  String text() {
    return HEAD
        + "\n"
        + POLICY
        + policy
        + "\n"
        + VERSION
        + version
        + "\n"
        + String.join("\n", files)
        + "\n";
  }

  /// @throws IOException if these are not the files that were kept
  void check(Map<Path, byte[]> contents) throws IOException {
    var lines = contents.entrySet().stream().map(it -> line(it.getKey(), it.getValue())).toList();
    if (!lines.equals(files)) {
      throw new IOException("its content is not what was kept");
    }
  }

  private static String line(Path path, byte[] content) {
    return Fingerprint.sha256(content) + "  " + path;
  }
}
