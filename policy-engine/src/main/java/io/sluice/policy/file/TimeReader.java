// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.Schedule;
import io.sluice.policy.Schedule.Hours;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// When a rule is there.
///
/// @param now to warn of what has expired
record TimeReader(Problems problems, Instant now) {
  private static final Pattern HOURS =
      Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)");
  private static final List<String> DAYS =
      Stream.of(DayOfWeek.values())
          .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
          .toList();
  private static final int MINUTES = 60;
  private static final int DAY = 24 * MINUTES;

  /// The end of a date, which is the last day.
  @Nullable Instant expires(YamlNode node) {
    var text = Values.text(node, "a date", problems);
    if (text == null) {
      return null;
    }
    LocalDate date;
    try {
      date = LocalDate.parse(text);
    } catch (DateTimeException e) {
      Values.refuse(node, "a date", "write year, month and day: 2026-12-31", problems);
      return null;
    }
    var end = date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    if (!now.isBefore(end)) {
      problems.warning(
          node.span(),
          "this rule has expired and matches nothing",
          "remove it, or write a later date");
    }
    return end;
  }

  @Nullable Schedule schedule(YamlNode node) {
    var fields =
        Values.fields(node, "a schedule such as {days: [mon-fri], hours: [08:00-18:00]}", problems);
    if (fields == null) {
      return null;
    }
    var daysNode = fields.optional("days");
    var hoursNode = fields.optional("hours");
    var zoneNode = fields.optional("zone");
    fields.end();
    if (daysNode == null && hoursNode == null) {
      problems.error(fields.span(), "a schedule without days and hours", "name one, or remove it");
    }
    var days = EnumSet.noneOf(DayOfWeek.class);
    if (daysNode != null) {
      Values.items(daysNode, "days", problems, this::days).forEach(days::addAll);
    }
    List<Hours> hours =
        hoursNode == null ? List.of() : Values.items(hoursNode, "hours", problems, this::hours);
    return new Schedule(days, hours, zoneNode == null ? ZoneOffset.UTC : zone(zoneNode));
  }

  private ZoneId zone(YamlNode node) {
    var text = Values.text(node, "a time zone", problems);
    if (text == null) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      var close = DidYouMean.closeHint(text, ZoneId.getAvailableZoneIds());
      Values.refuse(node, "a time zone", close == null ? "write Europe/Berlin" : close, problems);
      return ZoneOffset.UTC;
    }
  }

  /// `mon`, or `mon-fri`; the week begins on any day.
  private @Nullable Set<DayOfWeek> days(YamlNode node) {
    var text = Values.text(node, "a day", problems);
    if (text == null) {
      return null;
    }
    int dash = text.indexOf('-');
    int first = DAYS.indexOf(dash < 0 ? text : text.substring(0, dash));
    int last = dash < 0 ? first : DAYS.indexOf(text.substring(dash + 1));
    if (first < 0 || last < 0) {
      Values.refuse(node, "a day or a range of days", "write mon or mon-fri", problems);
      return null;
    }
    var days = new ArrayList<DayOfWeek>();
    for (int day = first; ; day = (day + 1) % DAYS.size()) {
      days.add(DayOfWeek.of(day + 1));
      if (day == last) {
        return EnumSet.copyOf(days);
      }
    }
  }

  private @Nullable Hours hours(YamlNode node) {
    var text = Values.text(node, "hours", problems);
    if (text == null) {
      return null;
    }
    var matcher = HOURS.matcher(text);
    if (!matcher.matches()) {
      Values.refuse(node, "hours from 00:00 to 24:00", "write 08:00-18:00", problems);
      return null;
    }
    int from = minutes(matcher.group(1), matcher.group(2));
    int to = matcher.group(3) == null ? DAY : minutes(matcher.group(3), matcher.group(4));
    if (from == to) {
      Values.refuse(node, "hours that begin and end at different times", null, problems);
      return null;
    }
    return new Hours(from, to);
  }

  private static int minutes(String hours, String minutes) {
    return Integer.parseInt(hours) * MINUTES + Integer.parseInt(minutes);
  }
}
