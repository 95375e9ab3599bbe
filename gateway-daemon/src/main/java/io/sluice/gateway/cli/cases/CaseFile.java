// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.cases;

import io.sluice.policy.file.Problem;
import io.sluice.policy.file.Span;
import io.sluice.policy.file.Values;
import io.sluice.policy.file.YamlDocument;
import io.sluice.policy.file.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One file of cases.
///
/// @param cases none when there is a mistake in the file
public record CaseFile(Path file, List<PolicyCase> cases, List<Problem> problems) {
  private static final String EXAMPLE = "write `- {host: example.com, expect: allow}`";

  public CaseFile {
    cases = List.copyOf(cases);
    problems = List.copyOf(problems);
  }

  /// Whether there is a mistake in the file.
  public boolean broken() {
    return cases.isEmpty();
  }

  /// Reads a file; one without cases is a mistake, since nothing would ever fail in it.
  public static CaseFile read(Path file) {
    var document = YamlDocument.read(file);
    var problems = document.problems();
    var root = document.root();
    var cases = new ArrayList<PolicyCase>();
    if (root == null) {
      if (!problems.broken()) {
        problems.error(new Span(1, 1, 1), "the file is empty", EXAMPLE);
      }
    } else {
      var items = Values.list(root, "cases", problems);
      if (items != null && items.isEmpty()) {
        problems.error(root.span(), "an empty list of cases", EXAMPLE);
      }
      var reader = new CaseReader(problems);
      for (var item : items == null ? List.<YamlNode>of() : items) {
        var read = reader.read(item);
        if (read != null) {
          cases.add(read);
        }
      }
    }
    return new CaseFile(file, problems.broken() ? List.of() : cases, problems.all());
  }

  /// Reads files, and all `.yaml` and `.yml` files in folders.
  public static List<CaseFile> readAll(List<Path> paths) throws IOException {
    var files = new ArrayList<CaseFile>();
    for (var path : paths) {
      if (!Files.isDirectory(path)) {
        files.add(read(path));
        continue;
      }
      try (var walk = Files.walk(path)) {
        var found = walk.filter(CaseFile::isYaml).sorted().map(CaseFile::read).toList();
        files.addAll(found.isEmpty() ? List.of(none(path)) : found);
      }
    }
    return files;
  }

  private static boolean isYaml(Path file) {
    var name = file.toString();
    return (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(file);
  }

  private static CaseFile none(Path folder) {
    var problem = Problem.ofFile(folder.toString(), "no .yaml file in this folder", null);
    return new CaseFile(folder, List.of(), List.of(problem));
  }
}
