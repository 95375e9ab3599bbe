// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final Schedule.Hours WORK = new Schedule.Hours(540, 1080);
  private static final Schedule.Hours NIGHT = new Schedule.Hours(1320, 360);

  /// 2026-11-23 is a Monday.
  @ParameterizedTest
  @CsvSource({
    "MONDAY, WORK, 23T08:59, false",
    "MONDAY, WORK, 23T09:00, true",
    "MONDAY, WORK, 23T17:59, true",
    "MONDAY, WORK, 23T18:00, false",
    "MONDAY, WORK, 24T09:00, false",
    "MONDAY, NIGHT, 23T05:59, false",
    "MONDAY, NIGHT, 23T21:59, false",
    "MONDAY, NIGHT, 23T22:00, true",
    "MONDAY, NIGHT, 24T05:59, true",
    "MONDAY, NIGHT, 24T06:00, false",
    "MONDAY, NIGHT, 24T22:00, false",
    "MONDAY TUESDAY, WORK, 24T09:00, true",
    "MONDAY, WORK NIGHT, 23T17:59, true",
    "MONDAY, WORK NIGHT, 23T22:00, true",
    "MONDAY, WORK NIGHT, 23T18:00, false",
    "MONDAY, '', 23T00:00, true",
    "MONDAY, '', 22T23:59, false",
    "'', WORK, 22T09:00, true"
  })
  void isOpenOnItsDaysFromTheFirstMinuteToTheLast(
      String days, String hours, String time, boolean open) {
    var schedule =
        new Schedule(
            words(days).map(DayOfWeek::valueOf).collect(Collectors.toSet()),
            words(hours).map(name -> name.equals("WORK") ? WORK : NIGHT).toList(),
            ZoneOffset.UTC);

    long second = Instant.parse("2026-11-" + time + ":59Z").getEpochSecond();
    assertThat(schedule.isOpen(second)).isEqualTo(open);
    assertThat(schedule.isOpen(second)).as("asked again").isEqualTo(open);
  }

  @Test
  void isWrittenInTheOrderOfTheDay() {
    var hours = List.of(new Schedule.Hours(540, 1080), NIGHT, new Schedule.Hours(540, 720), WORK);

    assertThat(new Schedule(Set.of(), hours, ZoneOffset.UTC))
        .hasToString("every day 09:00-12:00, 09:00-18:00, 22:00-06:00 Z");
    assertThat(new Schedule(EnumSet.of(DayOfWeek.SUNDAY), List.of(), ZoneOffset.UTC))
        .hasToString("sun Z");
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.split(" ")).filter(word -> !word.isEmpty());
  }
}
