// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import picocli.CommandLine.Command;

/// `sluice policy`: the policy in force and those that are tried beside it.
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    subcommands = {PolicyListCommand.class, PolicyPromoteCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    description = "Lists the policy and its shadows, and makes a shadow the policy.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice policy list",
      "  sluice policy promote next --dry-run",
      "      What would change if shadow/next.yaml were the policy.",
      "  sluice policy promote next"
    })
final class PolicyCommand {}
