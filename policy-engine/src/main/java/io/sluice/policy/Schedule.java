// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// When in the week a rule is there: days and hours as the clocks of one zone show them.
///
/// The answer for the present minute is kept, so that asking again allocates nothing.
public final class Schedule {
  private static final int SECONDS = 60;

  private final Set<DayOfWeek> days;
  private final List<Hours> hours;
  private final ZoneId zone;

  /// The minute asked about last, times two, plus one if the schedule is open then.
  private volatile long last = -1;

  /// @param days none means all
  /// @param hours none means all day
  public Schedule(Set<DayOfWeek> days, List<Hours> hours, ZoneId zone) {
    this.days =
        days.isEmpty()
            ? Collections.unmodifiableSet(EnumSet.allOf(DayOfWeek.class))
            : Collections.unmodifiableSet(EnumSet.copyOf(days));
    this.hours = hours.stream().distinct().sorted().toList();
    this.zone = zone;
  }

  /// A stretch of a day in minutes from midnight; one that ends before it begins goes on into the
  /// next day.
  ///
  /// @param to not included; up to 1440
  public record Hours(int from, int to) implements Comparable<Hours> {
    @Override
    public int compareTo(Hours other) {
      return from == other.from ? Integer.compare(to, other.to) : Integer.compare(from, other.from);
    }

    @Override
    public String toString() {
      return "%02d:%02d-%02d:%02d"
          .formatted(from / SECONDS, from % SECONDS, to / SECONDS, to % SECONDS);
    }
  }

  /// Whether the schedule is open at a time in seconds from the epoch.
  public boolean isOpen(long second) {
    long minute = Math.floorDiv(second, SECONDS);
    long known = last;
    if (known >> 1 != minute) {
      known = minute << 1 | (computeOpen(minute) ? 1 : 0);
      last = known;
    }
    return (known & 1) == 1;
  }

  private boolean computeOpen(long minute) {
    var local = LocalDateTime.ofInstant(Instant.ofEpochSecond(minute * SECONDS), zone);
    int now = local.getHour() * SECONDS + local.getMinute();
    boolean today = days.contains(local.getDayOfWeek());
    boolean yesterday = days.contains(local.getDayOfWeek().minus(1));
    if (hours.isEmpty()) {
      return today;
    }
    return hours.stream()
        .anyMatch(some ->
            some.from() < some.to()
                ? today && some.from() <= now && now < some.to()
                : (today && some.from() <= now) || (yesterday && now < some.to()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Schedule that
        && days.equals(that.days)
        && hours.equals(that.hours)
        && zone.equals(that.zone);
  }

  @Override
  public int hashCode() {
    return Objects.hash(days, hours, zone);
  }

  /// `mon, tue 08:00-18:00 Europe/Berlin`.
  @Override
  public String toString() {
    var text =
        days.size() == DayOfWeek.values().length
            ? "every day"
            : days.stream()
                .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    var when = hours.stream().map(Hours::toString).collect(Collectors.joining(", "));
    return text + (when.isEmpty() ? "" : " " + when) + " " + zone;
  }
}
