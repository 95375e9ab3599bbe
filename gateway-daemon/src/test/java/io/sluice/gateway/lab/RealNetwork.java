// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/// Whether this process may make network namespaces.
///
/// Without root a real-network test is skipped and says so; where it was promised to run (`CI=true`
/// or `SLUICE_REQUIRE_NET=1`) it fails instead.
final class RealNetwork {
  private RealNetwork() {}

  static ConditionEvaluationResult condition() {
    if (isRoot()) {
      return ConditionEvaluationResult.enabled("root");
    }
    var skipped =
        "SKIPPED: real-network tests make network namespaces, run them as root (bin/test)";
    if (isRequired(System.getenv())) {
      throw new IllegalStateException(skipped);
    }
    System.err.println(skipped);
    return ConditionEvaluationResult.disabled(skipped);
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static boolean isRequired(Map<String, String> environment) {
    return "true".equals(environment.get("CI"))
        || "1".equals(environment.get("SLUICE_REQUIRE_NET"));
  }
}
