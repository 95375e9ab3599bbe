// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which policy a command asks.
final class PolicyChoice {
  @Option(names = "--policy", paramLabel = "FILE", description = "The policy to ask.")
  private @Nullable Path policy;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration that names the policy, " + Configured.FILE + " if left out.")
  private @Nullable Path config;

  /// The policy's file, or null after the problems of the configuration were told.
  ///
  /// @param chosen null when neither option was given
  static @Nullable Path file(@Nullable PolicyChoice chosen, Configured files) {
    if (chosen != null && chosen.policy != null) {
      return chosen.policy;
    }
    var file = chosen == null || chosen.config == null ? Path.of(Configured.FILE) : chosen.config;
    var config = files.config(file);
    return config == null ? null : config.policy();
  }
}
