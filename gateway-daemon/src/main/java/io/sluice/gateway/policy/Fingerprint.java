// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a path leads to: the file behind every symbolic link, and the SHA-256 of its content; of a
/// folder the names in it.
///
/// @param file empty, like the hash, when nothing can be read there
record Fingerprint(String file, String sha256) {
  static final Fingerprint NOTHING = new Fingerprint("", "");

  static Map<Path, Fingerprint> of(Set<Path> paths) {
    return paths.stream().collect(Collectors.toMap(Function.identity(), Fingerprint::of));
  }

  static Fingerprint of(Path path) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var real = path.toRealPath();
      if (Files.isDirectory(real)) {
        return new Fingerprint(real.toString(), entries(real));
      }
      Files.copy(real, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return new Fingerprint(real.toString(), HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      return NOTHING;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String entries(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().toString();
    }
  }
}
