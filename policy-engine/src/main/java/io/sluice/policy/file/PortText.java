// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.PortRange;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Ports as a file has them: `443`, `8000-8100`.
final class PortText {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");
  private static final int HIGHEST = 65_535;

  private PortText() {}

  static @Nullable PortRange read(YamlNode node, Problems problems) {
    var text = Values.word(node, "a port", problems);
    if (text == null) {
      return null;
    }
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      Values.refuse(node, "a port or a range of ports", "write 443 or 8000-8100", problems);
      return null;
    }
    int first = Integer.parseInt(matcher.group(1));
    int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    if (first == 0 || first > HIGHEST || last > HIGHEST) {
      Values.refuse(node, "ports from 1 to " + HIGHEST, null, problems);
      return null;
    }
    if (first > last) {
      Values.refuse(node, "the lower port first", "write " + last + "-" + first, problems);
      return null;
    }
    return new PortRange(first, last);
  }
}
