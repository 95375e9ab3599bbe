// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.Policy;
import io.sluice.policy.PolicyRule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// A policy file to [Policy].
public final class PolicyReader {

  /// What came of reading.
  public sealed interface Result {
    /// Every file that belongs to the policy, whether it could be read or not.
    Set<Path> files();

    /// A policy.
    ///
    /// @param warnings finds what somebody should look at, which takes as long as reading did
    record Loaded(Policy policy, Supplier<List<Problem>> warnings, Set<Path> files)
        implements Result {}

    /// No policy, and every reason for it.
    record Broken(List<Problem> problems, Set<Path> files) implements Result {}
  }

  private final Path file;
  private final FileSource source;
  private final Instant now;
  private final NetworkReader networks = new NetworkReader();
  private final DefaultsReader defaults = new DefaultsReader(networks);
  private final List<PolicyPart> parts = new ArrayList<>();
  private final Set<Path> files = new LinkedHashSet<>();

  private PolicyReader(Path file, FileSource source, Instant now) {
    this.file = file;
    this.source = source;
    this.now = now;
  }

  /// Reads a file; one that is missing, empty or half written is a problem, never an empty policy.
  public static Result read(Path file) {
    return read(file, FileSource.DISK);
  }

  /// Reads a file.
  ///
  /// @param now to warn of what has expired
  public static Result read(Path file, Instant now) {
    return read(file, FileSource.DISK, now);
  }

  /// Reads a file.
  ///
  /// @param source where it and all that it names is read
  public static Result read(Path file, FileSource source) {
    return read(file, source, Instant.now());
  }

  /// Reads a file.
  ///
  /// @param now to warn of what has expired
  public static Result read(Path file, FileSource source, Instant now) {
    return new PolicyReader(file, source, now).read();
  }

  /// Groups and defaults of all files are known before the first rule is read, so that neither the
  /// order of files nor what stands in which matters.
  private Result read() {
    var document = YamlDocument.read(file, source);
    var problems = document.problems();
    files.add(file);
    var main = PolicyPart.main(document);
    if (main != null) {
      parts.add(main);
    }
    addFolder(problems);
    parts.forEach(part -> part.define(networks, defaults));
    parts.forEach(part -> part.add(defaults));
    var mode = main == null ? null : main.mode();
    parts.forEach(part -> part.checkMode(main));
    var all = mode == null ? null : defaults.defaults(mode);
    var rules = new ArrayList<PolicyRule>();
    parts.forEach(part -> rules.addAll(part.rules(main, all, networks, source, files, now)));
    networks.tellUnused();
    parts.stream().skip(main == null ? 0 : 1).forEach(part -> problems.addAll(part.problems()));
    if (all == null || problems.broken()) {
      return new Result.Broken(problems.all(), files);
    }
    var policy = new Policy(all, rules);
    return new Result.Loaded(policy, () -> IdleWarnings.after(problems, policy), files);
  }

  private void addFolder(Problems problems) {
    var folder = PolicyFiles.folder(file);
    files.add(folder);
    try {
      for (var path : PolicyFiles.yaml(folder, source)) {
        files.add(path);
        var document = YamlDocument.read(path, source);
        var part = PolicyPart.further(document);
        if (part == null) {
          problems.addAll(document.problems());
        } else {
          parts.add(part);
        }
      }
    } catch (IOException e) {
      problems.add(Problem.ofFile(folder.toString(), SourceFile.reason(folder, e), null));
    }
  }
}
