// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import java.io.IOException;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sluice version`.
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Version.class,
    description = "Prints the version of the gateway and of its Java.")
final class VersionCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    var command = Objects.requireNonNull(spec).commandLine();
    command.printVersionHelp(command.getOut());
  }

  /// The version of the jar that this class came in.
  static final class Version implements IVersionProvider {
    private static final String RESOURCE =
        "/META-INF/maven/io.sluice/gateway-daemon/pom.properties";

    @Override
    public String[] getVersion() throws IOException {
      var properties = new Properties();
      try (var stream = VersionCommand.class.getResourceAsStream(RESOURCE)) {
        if (stream != null) {
          properties.load(stream);
        }
      }
      return new String[] {
        "sluice " + properties.getProperty("version", "(not packaged)"),
        "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
      };
    }
  }
}
