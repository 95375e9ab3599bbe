// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.config;

import io.sluice.policy.file.Problems;
import io.sluice.policy.file.Values;
import io.sluice.policy.file.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name in `Gateway=`: labels of letters, digits and `-`, since log parsers expect a host name
/// there and stop at `_`.
final class GatewayName {
  private static final String LABEL = "[0-9A-Za-z][0-9A-Za-z-]{0,62}";
  private static final Pattern FORM = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
  private static final int LONGEST = 253;

  private GatewayName() {}

  /// The machine's host name, made to fit.
  static String ofHost() {
    try {
      return fit(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    } catch (IOException e) {
      return fit("");
    }
  }

  /// The nearest valid name.
  static String fit(String name) {
    var fitted = name.replaceAll("[^0-9A-Za-z.-]", "-").replaceAll("^[.-]+|\\.+$", "");
    return isValid(fitted) ? fitted : "sluice";
  }

  static @Nullable String read(YamlNode node, Problems problems) {
    var name = Values.word(node, "a host name", problems);
    if (name == null || isValid(name)) {
      return name;
    }
    Values.refuse(
        node, "a host name of letters, digits, `-` and `.`", "write " + fit(name), problems);
    return null;
  }

  private static boolean isValid(String name) {
    return name.length() <= LONGEST && FORM.matcher(name).matches();
  }
}
