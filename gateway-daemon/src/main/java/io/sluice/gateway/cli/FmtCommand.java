// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.cli.fmt.PolicyText;
import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.file.FileSource;
import io.sluice.policy.file.PolicyFiles;
import io.sluice.policy.file.PolicyReader;
import io.sluice.policy.file.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sluice fmt`: policy files in their canonical form.
@Command(
    name = "fmt",
    mixinStandardHelpOptions = true,
    description = {
      "Rewrites policies in their canonical form: indentation, blanks, names in lower",
      "case and in quotes where they need them, each list of hosts sorted. Comments",
      "stay, and so does what the policy means: its version does not change."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice fmt policy.yaml",
      "      Rewrites the file, if it needs it.",
      "  sluice fmt --check policy.yaml",
      "      Tells whether it does, for instance before a commit.",
      "  sluice fmt --check --format junit policy.yaml > results.xml",
      "      For a build server: each file is a test, which fails when it would change.",
      "",
      "Exit status: 0 done, or nothing to do; 1 with --check for a file that is not in",
      "its canonical form; 2 a mistake in a file."
    })
final class FmtCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--check", description = "Only name the files that would change.")
  private boolean check;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Format.Any.class,
      completionCandidates = Format.Any.class,
      description = "With --check, how to print its result: ${COMPLETION-CANDIDATES}.")
  private Format format = Format.TEXT;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Policies; the one that " + Configured.FILE + " names if left out.")
  private List<Path> policies = List.of();

  @Override
  public Integer call() throws IOException {
    var command = Objects.requireNonNull(spec).commandLine();
    if (!check && format != Format.TEXT) {
      throw new ParameterException(command, "--format belongs to --check");
    }
    var files = new Configured(errors(command.getErr()::println));
    var paths = policies;
    if (paths.isEmpty()) {
      var installed = PolicyChoice.file(null, files);
      paths = installed == null ? List.of() : withParts(installed);
    }
    if (check && !paths.isEmpty()) {
      var report = check(paths);
      report.print(format, command.getOut(), command.getErr());
      return report.exit();
    }
    int exit = paths.isEmpty() ? Configured.MISTAKE : 0;
    for (var path : paths) {
      exit = Math.max(exit, format(path, files));
    }
    command.getOut().flush();
    return exit;
  }

  private static List<Path> withParts(Path policy) throws IOException {
    var paths = new ArrayList<Path>();
    paths.add(policy);
    paths.addAll(PolicyFiles.yaml(PolicyFiles.folder(policy), FileSource.DISK));
    return paths;
  }

  private static FmtReport check(List<Path> paths) throws IOException {
    var checked = new ArrayList<FmtReport.Checked>();
    for (var path : paths) {
      var problems = new ArrayList<Problem>();
      boolean good = new Configured(errors(problems::add)).policy(PolicyFiles.whole(path)) != null;
      var text = good ? Files.readString(path) : "";
      checked.add(new FmtReport.Checked(path, PolicyText.format(text).equals(text), problems));
    }
    return new FmtReport(checked);
  }

  /// Warnings are about what the policy means, and for `sluice check`.
  private static Consumer<Problem> errors(Consumer<Problem> told) {
    return problem -> {
      if (problem.severity() == Problem.Severity.ERROR) {
        told.accept(problem);
      }
    };
  }

  private int format(Path path, Configured files) throws IOException {
    var whole = PolicyFiles.whole(path);
    var policy = files.policy(whole);
    if (policy == null) {
      return Configured.MISTAKE;
    }
    var text = Files.readString(path);
    var formatted = PolicyText.format(text);
    if (formatted.equals(text)) {
      return 0;
    }
    var command = Objects.requireNonNull(spec).commandLine();
    var place = whole.equals(path) ? path : PolicyFiles.folder(whole).resolve(path.getFileName());
    if (!PolicyText.sameComments(text, formatted)
        || !policy.version().equals(version(whole, FileSource.with(place, formatted)))) {
      command.getErr().println("sluice: " + path + ": cannot be rewritten without changing it");
      return Configured.MISTAKE;
    }
    replace(path.toRealPath(), formatted);
    command.getOut().println(path + ": rewritten");
    return 0;
  }

  private static @Nullable String version(Path policy, FileSource files) {
    return PolicyReader.read(policy, files) instanceof PolicyReader.Result.Loaded loaded
        ? PolicyCompiler.compile(loaded.policy()).version()
        : null;
  }

  /// Puts the new text in place at once.
  private static void replace(Path file, String formatted) throws IOException {
    var next = file.resolveSibling("." + file.getFileName() + ".fmt");
    try {
      Files.copy(
          file, next, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(next, formatted);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }
}
