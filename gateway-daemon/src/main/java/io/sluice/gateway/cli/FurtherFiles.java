// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.policy.file.FileSource;
import io.sluice.policy.file.PolicyFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Says which files of a `policy.d` are no part of a candidate: its own are those of the folder
/// that has its name, so one beside `policy.yaml` goes without.
public final class FurtherFiles {
  private FurtherFiles() {}

  /// Of two policies that are compared.
  static void tell(Path before, Path after, PrintWriter err) {
    tellMissing(before, after, err);
    tellMissing(after, before, err);
  }

  /// Of a policy that is tried instead of one beside it, or of the one it is a shadow of.
  public static void tell(Path candidate, PrintWriter err) {
    var folder = candidate.toAbsolutePath().normalize().getParent();
    var above = folder == null ? null : folder.getParent();
    if (folder == null) {
      return;
    }
    Stream.of(folder, folder.endsWith("shadow") && above != null ? above : folder)
        .distinct()
        .flatMap(place -> yaml(place).stream())
        .filter(other -> !other.equals(candidate.toAbsolutePath().normalize()))
        .forEach(other -> tellMissing(other, candidate, err));
  }

  private static void tellMissing(Path one, Path other, PrintWriter err) {
    int missing = count(one);
    if (missing > 0 && count(other) == 0) {
      err.printf(
          "sluice: %s is read without %s, whose %s belong%s to %s alone; its own would be in %s%n",
          other,
          PolicyFiles.folder(one),
          missing == 1 ? "file" : missing + " files",
          missing == 1 ? "s" : "",
          one,
          PolicyFiles.folder(other));
    }
  }

  private static int count(Path policy) {
    return yaml(PolicyFiles.folder(policy)).size();
  }

  private static List<Path> yaml(Path folder) {
    try {
      return PolicyFiles.yaml(folder, FileSource.DISK);
    } catch (IOException e) {
      // The reader of the policy tells why.
      return List.of();
    }
  }
}
