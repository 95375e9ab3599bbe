// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sluice completion`.
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints a completion script for bash and zsh.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(sluice completion)",
      "      For this shell.",
      "  sluice completion > /etc/bash_completion.d/sluice",
      "      For everybody."
    })
final class CompletionCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    var command = Objects.requireNonNull(spec).commandLine();
    command.getOut().print(AutoComplete.bash("sluice", spec.root().commandLine()));
    command.getOut().flush();
  }
}
