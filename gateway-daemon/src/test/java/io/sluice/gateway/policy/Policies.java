// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import io.sluice.policy.Address;
import io.sluice.policy.Protocol;
import io.sluice.policy.Query;
import io.sluice.policy.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/// Policy files for tests, and what they allow.
final class Policies {
  static final String BROKEN = "mode: whitelist\nrules:\n  - hots: [a.example]\n";

  private Policies() {}

  static String allowing(String host) {
    return "mode: whitelist\nrules:\n  - hosts: [" + host + "]\n";
  }

  static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Puts a file in the place of another in one step.
  static void replace(Path file, String text) throws IOException {
    var next = write(file.resolveSibling("next"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Makes a link lead elsewhere in one step.
  static void relink(Path link, Path target) throws IOException {
    var next = Files.createSymbolicLink(link.resolveSibling("next"), target);
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
  }

  static boolean allows(PolicyStore store, String host) {
    var query = new Query(Address.v4(1), Address.v4(2), 443, Protocol.TLS, host, Instant.EPOCH);
    return store.current().decide(query) instanceof Verdict.Forward;
  }
}
