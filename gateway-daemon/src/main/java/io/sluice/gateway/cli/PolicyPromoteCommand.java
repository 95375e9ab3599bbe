// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.cli.diff.PolicyDiff;
import io.sluice.gateway.cli.promote.Promotion;
import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.file.ShadowReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sluice policy promote`: a shadow becomes the policy.
@Command(
    name = "promote",
    mixinStandardHelpOptions = true,
    description = {
      "Makes shadow/NAME.yaml the policy, in one step, and the policy shadow/former.yaml,",
      "so that `sluice policy promote former` takes it back. Tells what changes."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice policy promote next --dry-run",
      "      Only what would change.",
      "  sluice policy promote next",
      "      The running gateway reads the policy by itself.",
      "",
      "Exit status: 0 done, 2 a mistake: nothing has changed."
    })
final class PolicyPromoteCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @ArgGroup private @Nullable PolicyChoice choice;

  @Parameters(index = "0", paramLabel = "NAME", description = "The shadow: shadow/NAME.yaml.")
  private @Nullable String name;

  @Option(names = "--dry-run", description = "Change nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException {
    var command = Objects.requireNonNull(spec).commandLine();
    var files = new Configured(command.getErr());
    var policy = PolicyChoice.file(choice, files);
    if (policy == null) {
      return Main.MISTAKE;
    }
    var shadow = shadow(policy);
    var next = shadow == null ? null : files.parsed(shadow);
    if (shadow == null || next == null) {
      return Main.MISTAKE;
    }
    var promotion = new Promotion(policy, shadow);
    var compiled = PolicyCompiler.compile(next);
    var version = compiled.version();
    var obstacle = promotion.obstacle(version);
    if (obstacle != null) {
      command.getErr().println("sluice: " + obstacle);
      return Main.MISTAKE;
    }
    tell(policy, next, compiled);
    if (dryRun) {
      command.getOut().println("nothing was changed: --dry-run");
    } else {
      var former = promotion.promote();
      command.getOut().println(policy + " is now what " + shadow + " was, version " + version);
      if (former != null) {
        command
            .getOut()
            .println(
                "the former policy is "
                    + former
                    + ": `sluice policy promote former` takes it back");
      }
    }
    command.getOut().flush();
    return 0;
  }

  /// The file of the shadow, or null after it was told that there is none.
  private @Nullable Path shadow(Path policy) throws IOException {
    var shadows = ShadowReader.files(policy);
    for (var file : shadows) {
      if (ShadowReader.name(file).equals(name)) {
        return file;
      }
    }
    Objects.requireNonNull(spec)
        .commandLine()
        .getErr()
        .println(
            "sluice: there is no shadow `"
                + name
                + "` beside "
                + policy
                + "; there is: "
                + names(shadows));
    return null;
  }

  private static String names(List<Path> shadows) {
    return shadows.isEmpty()
        ? "none"
        : shadows.stream().map(ShadowReader::name).collect(Collectors.joining(", "));
  }

  /// What is broken now has nothing that the new policy could be compared with.
  private void tell(Path policy, Policy next, CompiledPolicy compiled) {
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    var now = new Configured(_ -> {}).parsed(policy);
    if (now == null) {
      out.println(policy + " is broken: what changes is not known");
      return;
    }
    new DiffReport(
            PolicyCompiler.compile(now), compiled, PolicyDiff.between(now, next, Instant.now()))
        .print(Format.TEXT, policy.toString(), out);
  }
}
