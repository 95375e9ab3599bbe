// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// ISO 8601 time stamps in UTC with microseconds, such as `2026-11-23T10:00:00.000000`.
final class Timestamp {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

  private long second = Long.MIN_VALUE;
  private String text = "";

  /// Appends the time without a zone. The text of a second is kept for the next one.
  void append(StringBuilder out, Instant time) {
    if (time.getEpochSecond() != second) {
      second = time.getEpochSecond();
      text = SECONDS.format(time);
    }
    out.append(text);
    int micros = time.getNano() / 1000;
    for (int unit = 100_000; unit > 0; unit /= 10) {
      out.append((char) ('0' + micros / unit % 10));
    }
  }
}
