// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway;

import java.io.IOException;
import java.util.Properties;

/// The version of the jar that the gateway came in.
public final class Version {
  private static final String RESOURCE = "/META-INF/maven/io.sluice/gateway-daemon/pom.properties";

  private Version() {}

  /// Such as `1.2.3`; `(not packaged)` when run from class files.
  public static String text() {
    var properties = new Properties();
    try (var stream = Version.class.getResourceAsStream(RESOURCE)) {
      if (stream != null) {
        properties.load(stream);
      }
    } catch (IOException e) {
      return "(unreadable)";
    }
    return properties.getProperty("version", "(not packaged)");
  }
}
