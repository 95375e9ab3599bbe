// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.config;

import io.sluice.policy.file.Problems;
import io.sluice.policy.file.Values;
import io.sluice.policy.file.YamlNode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A number with its unit: `10s`, `64KiB`.
final class Quantity {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9}) ?([A-Za-z]+)");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
  private static final Map<String, Long> BYTES = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20);

  private Quantity() {}

  static @Nullable Duration duration(
      YamlNode node, Duration least, Duration most, Problems problems) {
    var millis = read(node, MILLIS, "a time with its unit", "write 10s, 5m or 1h", problems);
    if (millis == null) {
      return null;
    }
    var duration = Duration.ofMillis(millis);
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      Values.refuse(node, "a time from " + inWords(least) + " to " + inWords(most), null, problems);
      return null;
    }
    return duration;
  }

  static @Nullable Integer size(YamlNode node, int least, int most, Problems problems) {
    var bytes = read(node, BYTES, "a size with its unit", "write 64KiB or 1MiB", problems);
    if (bytes == null) {
      return null;
    }
    if (bytes < least || bytes > most) {
      Values.refuse(node, "a size from " + inWords(least) + " to " + inWords(most), null, problems);
      return null;
    }
    return bytes.intValue();
  }

  private static @Nullable Long read(
      YamlNode node, Map<String, Long> units, String expected, String hint, Problems problems) {
    if (node instanceof YamlNode.Scalar(var text, _, _)) {
      var matcher = FORM.matcher(text);
      var unit = matcher.matches() ? units.get(matcher.group(2)) : null;
      if (unit != null) {
        return Long.parseLong(matcher.group(1)) * unit;
      }
    }
    Values.refuse(node, expected, hint, problems);
    return null;
  }

  private static String inWords(int bytes) {
    return bytes >= 1 << 20 ? (bytes >> 20) + "MiB" : (bytes >> 10) + "KiB";
  }

  private static String inWords(Duration duration) {
    if (duration.toDaysPart() > 0) {
      return duration.toDays() + "d";
    }
    if (duration.toMinutes() > 0) {
      return duration.toMinutes() + "m";
    }
    return duration.toSeconds() > 0 || duration.isZero()
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
