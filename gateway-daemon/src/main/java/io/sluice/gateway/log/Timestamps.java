// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// Writes times; remembers the text of the last second, since most events share it with the one
/// before. Not thread-safe.
final class Timestamps {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private final LineBuffer isoText = new LineBuffer();
  private final LineBuffer bsdText = new LineBuffer();
  private long isoSecond = Long.MIN_VALUE;
  private long bsdSecond = Long.MIN_VALUE;

  /// RFC 3339 in UTC with microseconds: `2026-11-23T10:00:00.000000+00:00`.
  void iso(Instant time, LineBuffer line) {
    if (time.getEpochSecond() != isoSecond) {
      isoSecond = time.getEpochSecond();
      var at = LocalDateTime.ofEpochSecond(isoSecond, 0, ZoneOffset.UTC);
      isoText.clear().digits(at.getYear(), 4).append('-').digits(at.getMonthValue(), 2);
      isoText.append('-').digits(at.getDayOfMonth(), 2).append('T');
      clock(at, isoText);
      isoText.append('.');
    }
    line.append(isoText).digits(time.getNano() / 1_000, 6).append("+00:00");
  }

  /// RFC 3164 section 4.1.2, in the machine's time zone: `Nov 3 10:00:00`.
  void bsd(Instant time, LineBuffer line) {
    if (time.getEpochSecond() != bsdSecond) {
      bsdSecond = time.getEpochSecond();
      var at = LocalDateTime.ofInstant(time, ZoneId.systemDefault());
      int month = 3 * (at.getMonthValue() - 1);
      bsdText.clear().append(MONTHS.substring(month, month + 3)).append(' ');
      if (at.getDayOfMonth() < 10) {
        bsdText.append(' ');
      }
      bsdText.append((long) at.getDayOfMonth()).append(' ');
      clock(at, bsdText);
    }
    line.append(bsdText);
  }

  private static void clock(LocalDateTime at, LineBuffer text) {
    text.digits(at.getHour(), 2).append(':').digits(at.getMinute(), 2);
    text.append(':').digits(at.getSecond(), 2);
  }
}
