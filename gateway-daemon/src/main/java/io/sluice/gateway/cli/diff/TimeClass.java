// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.diff;

import io.sluice.policy.Conditions;
import io.sluice.policy.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A stretch of time in which no rule comes or goes.
///
/// @param first where it begins, and its example
/// @param end where the next one begins; null for the last
record TimeClass(Instant first, @Nullable Instant end) {
  /// Schedules repeat every week.
  private static final Duration WEEK = Duration.ofDays(7);

  private static final int MOST_TOLD = 3;

  /// The stretches from now on that some rules make: what schedules do is looked at for a week from
  /// now and from each end of a rule.
  static List<TimeClass> of(Collection<Conditions> rules, Instant now) {
    var ends = new TreeSet<Instant>();
    ends.add(now);
    for (var rule : rules) {
      var end = rule.expires();
      if (end != null && end.isAfter(now)) {
        ends.add(end);
      }
    }
    var starts = new TreeSet<>(ends);
    for (var rule : rules) {
      var schedule = rule.schedule();
      if (schedule != null) {
        ends.forEach(from -> turns(schedule, from, starts));
      }
    }
    var classes = new ArrayList<TimeClass>(starts.size());
    for (var start : starts) {
      classes.add(new TimeClass(start, starts.higher(start)));
    }
    return classes;
  }

  private static void turns(Schedule schedule, Instant from, Collection<Instant> into) {
    var minute = from.truncatedTo(ChronoUnit.MINUTES);
    boolean open = schedule.isOpen(from.getEpochSecond());
    for (var end = minute.plus(WEEK); minute.isBefore(end); ) {
      minute = minute.plus(1, ChronoUnit.MINUTES);
      boolean next = schedule.isOpen(minute.getEpochSecond());
      if (next != open) {
        into.add(minute);
        open = next;
      }
    }
  }

  /// In as few words as possible.
  static List<String> texts(List<TimeClass> classes, Instant now) {
    var texts = new ArrayList<String>();
    int more = 0;
    for (int i = 0; i < classes.size(); i++) {
      var first = classes.get(i);
      while (i + 1 < classes.size() && classes.get(i + 1).first.equals(classes.get(i).end)) {
        i++;
      }
      if (texts.size() < MOST_TOLD) {
        texts.add(text(first.first.equals(now) ? null : first.first, classes.get(i).end));
      } else {
        more++;
      }
    }
    if (more > 0) {
      texts.add("and " + more + " more times");
    }
    return texts;
  }

  private static String text(@Nullable Instant first, @Nullable Instant end) {
    if (first == null) {
      return end == null ? "always" : "until " + end;
    }
    return end == null ? "after " + first : "between " + first + " and " + end;
  }
}
