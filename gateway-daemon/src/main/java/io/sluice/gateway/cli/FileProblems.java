// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.cli.CheckReport.Checked;
import io.sluice.policy.file.Problem;
import io.sluice.policy.file.Problem.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/// What is wrong with the files that a command reads: told to people at once, and to a program in
/// the document that `sluice check` prints, in the place of the command's own.
public final class FileProblems implements Consumer<Problem> {
  private final CommandSpec command;
  private final Format format;
  private final List<Problem> problems = new ArrayList<>();

  /// @param format what the command was asked for
  public FileProblems(CommandSpec command, Format format) {
    this.command = command;
    this.format = format;
  }

  @Override
  public void accept(Problem problem) {
    problems.add(problem);
    if (format == Format.TEXT) {
      command.commandLine().getErr().println(problem);
    }
  }

  /// Goes on although there are warnings, for which the command's own document has no place.
  public void pass() {
    if (format != Format.TEXT) {
      problems.forEach(command.commandLine().getErr()::println);
    }
  }

  /// Ends a command that cannot do its work; returns its exit status.
  public int end() {
    if (format != Format.TEXT) {
      var files = new LinkedHashMap<String, List<Problem>>();
      problems.forEach(
          problem -> files.computeIfAbsent(problem.file(), _ -> new ArrayList<>()).add(problem));
      new CheckReport(
              command.qualifiedName(),
              files.entrySet().stream()
                  .map(file -> checked(Path.of(file.getKey()), file.getValue()))
                  .toList())
          .print(format, command.commandLine().getOut());
    }
    return Configured.MISTAKE;
  }

  private static Checked checked(Path file, List<Problem> problems) {
    boolean good = problems.stream().noneMatch(problem -> problem.severity() == Severity.ERROR);
    return new Checked(file, good, null, problems);
  }
}
