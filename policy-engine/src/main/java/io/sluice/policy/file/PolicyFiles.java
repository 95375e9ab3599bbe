// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Which files belong to a policy.
public final class PolicyFiles {
  private PolicyFiles() {}

  /// The folder of further files: `policy.d` for `policy.yaml`.
  public static Path folder(Path policy) {
    return policy.resolveSibling(name(policy) + ".d");
  }

  /// A file that a policy names. What is read from an open file, as `diff <(git show ...)` is, lies
  /// in no folder that anybody chose, so its paths are from the working directory.
  static Path beside(Path policy, String name) {
    boolean open =
        policy.startsWith("/dev/fd")
            || policy.startsWith("/dev/stdin")
            || policy.startsWith("/proc");
    return open ? Path.of(name) : policy.resolveSibling(name);
  }

  /// The policy that a file is a part of: `policy.yaml` for `policy.d/team.yaml`; else the file.
  public static Path whole(Path file) {
    var folder = file.toAbsolutePath().getParent();
    var name = folder == null ? "" : String.valueOf(folder.getFileName());
    if (folder == null || !name.endsWith(".d")) {
      return file;
    }
    return Stream.of(".yaml", ".yml")
        .map(ending -> folder.resolveSibling(name.substring(0, name.length() - 2) + ending))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(file);
  }

  /// The name of a policy file without `.yaml`.
  static String name(Path policy) {
    var name = String.valueOf(policy.getFileName());
    return isYaml(name) ? name.substring(0, name.lastIndexOf('.')) : name;
  }

  /// The YAML files of a folder by name; none if there is no such folder.
  public static List<Path> yaml(Path folder, FileSource source) throws IOException {
    try {
      return source.list(folder).stream().filter(PolicyFiles::isPart).sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  /// Whether a file in a folder of a policy is read, by its name: editors keep others there.
  public static boolean isPart(Path file) {
    var name = String.valueOf(file.getFileName());
    return isYaml(name) && !name.startsWith(".");
  }

  private static boolean isYaml(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }
}
