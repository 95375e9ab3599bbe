// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.NamedPolicy;
import io.sluice.policy.PolicyCompiler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The policies of the folder `shadow` beside a policy: `shadow/NAME.yaml` is NAME.
public final class ShadowReader {
  private static final String FOLDER = "shadow";
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}");

  /// Those that are good, and what is wrong with the others; a broken one harms nobody.
  ///
  /// @param problems why others could not be read
  /// @param warnings finds what somebody should look at, which takes as long as reading did
  /// @param files every file looked at, and the folder
  public record Shadows(
      List<NamedPolicy> policies,
      List<Problem> problems,
      Supplier<List<Problem>> warnings,
      Set<Path> files) {}

  private ShadowReader() {}

  /// The files of the shadows of a policy, good or not, as far as their names are names.
  public static List<Path> files(Path policy) throws IOException {
    return PolicyFiles.yaml(policy.resolveSibling(FOLDER), FileSource.DISK).stream()
        .filter(file -> NAME.matcher(name(file)).matches())
        .toList();
  }

  /// NAME of `shadow/NAME.yaml`.
  public static String name(Path shadow) {
    return PolicyFiles.name(shadow);
  }

  public static Shadows read(Path policy) {
    return read(policy, FileSource.DISK);
  }

  /// @param source where they are read
  public static Shadows read(Path policy, FileSource source) {
    return read(policy, source, (_, result) -> result);
  }

  /// @param source where they are read
  /// @param check may refuse what was read from a file before it is compiled
  public static Shadows read(
      Path policy,
      FileSource source,
      BiFunction<Path, PolicyReader.Result, PolicyReader.Result> check) {
    var folder = policy.resolveSibling(FOLDER);
    var policies = new ArrayList<NamedPolicy>();
    var problems = new ArrayList<Problem>();
    var doubts = new ArrayList<Supplier<List<Problem>>>();
    var files = new LinkedHashSet<Path>();
    files.add(folder);
    try {
      for (var file : PolicyFiles.yaml(folder, source)) {
        files.add(file);
        var name = PolicyFiles.name(file);
        if (!NAME.matcher(name).matches()) {
          problems.add(
              Problem.ofFile(
                  file.toString(),
                  "`" + name + "` is not the name of a policy",
                  "name the file with letters, digits, `-` and `_`"));
          continue;
        }
        var result = check.apply(file, PolicyReader.read(file, source));
        files.addAll(result.files());
        switch (result) {
          case PolicyReader.Result.Loaded(var loaded, var warnings, _) -> {
            doubts.add(warnings);
            policies.add(new NamedPolicy(name, PolicyCompiler.compile(loaded)));
          }
          case PolicyReader.Result.Broken(var broken, _) -> problems.addAll(broken);
        }
      }
    } catch (IOException e) {
      problems.add(Problem.ofFile(folder.toString(), SourceFile.reason(folder, e), null));
    }
    return new Shadows(
        policies,
        problems,
        () -> doubts.stream().flatMap(warnings -> warnings.get().stream()).toList(),
        files);
  }
}
