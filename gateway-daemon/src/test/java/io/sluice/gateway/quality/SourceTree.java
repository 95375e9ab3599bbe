// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The Java files of all modules.
final class SourceTree {
  private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));

  private SourceTree() {}

  static List<Path> javaFiles() throws IOException {
    var files = Stream.<Path>builder();
    for (var module : List.of("sni-parser", "policy-engine", "gateway-daemon")) {
      try (var walk = Files.walk(ROOT.resolve(module).resolve("src"))) {
        walk.filter(p -> p.toString().endsWith(".java")).forEach(files);
      }
    }
    return files.build().map(Path::normalize).sorted().toList();
  }
}
