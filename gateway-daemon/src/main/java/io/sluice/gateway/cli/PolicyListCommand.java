// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.file.ShadowReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sluice policy list`: the policy and its shadows, with their versions.
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the policy and its shadows as their files are now.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice policy list",
      "",
      "Exit status: 0 all are good, 2 one has a mistake: `sluice check FILE` shows it."
    })
final class PolicyListCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @ArgGroup private @Nullable PolicyChoice choice;

  @Override
  public Integer call() throws IOException {
    var command = Objects.requireNonNull(spec).commandLine();
    var policy = PolicyChoice.file(choice, new Configured(command.getErr()));
    if (policy == null) {
      return Main.MISTAKE;
    }
    var out = command.getOut();
    boolean good = true;
    var line = line(policy);
    out.println("active  " + line.text);
    good &= line.good;
    for (var shadow : ShadowReader.files(policy)) {
      line = line(shadow);
      out.println("shadow  " + line.text);
      good &= line.good;
    }
    out.flush();
    return good ? 0 : Main.MISTAKE;
  }

  private record Line(String text, boolean good) {}

  private static Line line(Path file) {
    var policy = new Configured(_ -> {}).policy(file);
    return policy == null
        ? new Line("broken        " + file, false)
        : new Line(policy.version() + "  " + file + "  " + rules(policy), true);
  }

  private static String rules(CompiledPolicy policy) {
    return policy.ruleCount() == 1 ? "1 rule" : policy.ruleCount() + " rules";
  }
}
