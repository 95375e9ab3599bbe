// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.simulate;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// When decisions were made, to the second: rules that come and go are judged as of then. For one
/// thread.
final class RecordTime {
  /// `2026-11-23T10:00:00`.
  private static final int SECONDS_END = 19;

  private final Instant now = Instant.now();
  private String last = "";
  private String lastZone = "";
  private Instant lastTime = now;

  /// The time in a record (RFC 3339); now if it has none.
  Instant of(@Nullable String text) {
    if (text == null || text.length() <= SECONDS_END) {
      return now;
    }
    // Records come in runs of the same second.
    if (!text.regionMatches(0, last, 0, SECONDS_END) || !text.endsWith(lastZone)) {
      lastTime = parse(text);
      last = text;
      lastZone = zone(text);
    }
    return lastTime;
  }

  private Instant parse(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return now;
    }
  }

  /// What follows the fraction of a second.
  private static String zone(String text) {
    int at = SECONDS_END;
    while (at < text.length() && (text.charAt(at) == '.' || Character.isDigit(text.charAt(at)))) {
      at++;
    }
    return text.substring(at);
  }
}
