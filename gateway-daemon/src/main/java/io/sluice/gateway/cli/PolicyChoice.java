// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.gateway.config.GatewayConfig.Ech;
import io.sluice.policy.CompiledPolicy;
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

  /// The policy that was named, or null.
  @Nullable Path policy() {
    return policy;
  }

  /// The configuration that was named, or the installed one.
  ///
  /// @param choice null when neither option was given
  static Path config(@Nullable PolicyChoice choice) {
    return choice == null || choice.config == null ? Path.of(Configured.FILE) : choice.config;
  }

  /// A policy's file.
  ///
  /// @param ech what the configuration says of hidden names; without one, what a gateway does
  record Chosen(Path policy, Ech ech) {}

  /// The policy, or null after the problems of the configuration were told.
  ///
  /// @param choice null when neither option was given
  static @Nullable Chosen of(@Nullable PolicyChoice choice, Configured files) {
    if (choice != null && choice.policy != null) {
      return new Chosen(choice.policy, Ech.ALLOW_OUTER);
    }
    var config = files.config(config(choice));
    return config == null ? null : new Chosen(config.policy(), config.ech());
  }

  /// The same, read and compiled.
  record Loaded(Path file, CompiledPolicy policy, Ech ech) {}

  /// The policy, or null after the problems of the configuration or its own were told.
  static @Nullable Loaded loaded(@Nullable PolicyChoice choice, Configured files) {
    var chosen = of(choice, files);
    var policy = chosen == null ? null : files.policy(chosen.policy);
    return chosen == null || policy == null ? null : new Loaded(chosen.policy, policy, chosen.ech);
  }

  /// The policy's file alone.
  static @Nullable Path file(@Nullable PolicyChoice choice, Configured files) {
    var chosen = of(choice, files);
    return chosen == null ? null : chosen.policy;
  }
}
