// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ValuesTest {

  @ParameterizedTest
  @MethodSource("values")
  void areEqualByTheirContent(Object one, Object same, Object other, String text) {
    assertThat(one)
        .isEqualTo(same)
        .hasSameHashCodeAs(same)
        .isNotEqualTo(other)
        .doesNotHaveSameHashCodeAs(other)
        .isNotEqualTo(text)
        .hasToString(text);
  }

  static Stream<Arguments> values() {
    return Stream.of(
        arguments(name("a.example"), name("A.example."), name("b.example"), "a.example"),
        arguments(
            networks("10.0.0.0/8", "10.1.0.0/16"),
            networks("10.1.0.0/16", "10.0.0.0/8", "10.1.0.0/16"),
            networks("10.0.0.0/8"),
            "[10.1.0.0/16, 10.0.0.0/8]"),
        arguments(
            schedule(Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), 540, 1080),
            schedule(Set.of(DayOfWeek.FRIDAY, DayOfWeek.MONDAY), 540, 1080),
            schedule(Set.of(DayOfWeek.FRIDAY), 540, 1080),
            "mon, fri 09:00-18:00 Z"),
        arguments(
            schedule(Set.of(), 540, 1080),
            schedule(Set.of(DayOfWeek.values()), 540, 1080),
            schedule(Set.of(), 541, 1080),
            "every day 09:00-18:00 Z"),
        arguments(
            schedule(Set.of(), 540, 1080),
            schedule(Set.of(), 540, 1080),
            new Schedule(Set.of(), List.of(new Schedule.Hours(540, 1080)), ZoneOffset.MAX),
            "every day 09:00-18:00 Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "443, 443, 443, true, 443",
    "443, 443, 442, false, 443",
    "443, 443, 444, false, 443",
    "80, 90, 80, true, 80-90",
    "80, 90, 90, true, 80-90",
    "80, 90, 79, false, 80-90",
    "80, 90, 91, false, 80-90"
  })
  void aPortRangeHasBothItsEnds(int first, int last, int port, boolean inside, String text) {
    var range = new PortRange(first, last);

    assertThat(range.contains(port)).isEqualTo(inside);
    assertThat(range.contains(new PortRange(port, port))).isEqualTo(inside);
    assertThat(range).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'', , , , ''",
    "a, , , , tags a",
    "a b, me, , , 'tags a, b; owner me'",
    "'', me, , , owner me",
    "'', , NET-1, , ticket NET-1",
    "'', , , for tests, comment for tests",
    "a, me, NET-1, why, tags a; owner me; ticket NET-1; comment why"
  })
  void theNoteOfARuleIsWhatIsThereOfIt(
      String tags, String owner, String ticket, String comment, String note) {
    var all = tags.isEmpty() ? List.<String>of() : List.of(tags.split(" "));

    assertThat(new Handling(Handling.Log.NORMAL, null, null, null, all, owner, ticket, comment))
        .extracting(Handling::note)
        .isEqualTo(note);
  }

  @ParameterizedTest
  @EnumSource
  void everyDropReasonHasAPhrase(DropReason reason) {
    assertThat(reason.text()).matches("[A-Za-z].*[A-Za-z]");
  }

  private static Fqdn name(String text) {
    return ((Fqdn.Parsed.Valid) Fqdn.parse(text)).name();
  }

  private static CidrSet networks(String... texts) {
    return CidrSet.of(Stream.of(texts).map(Policies::cidr).toList());
  }

  private static Schedule schedule(Set<DayOfWeek> days, int from, int to) {
    return new Schedule(days, List.of(new Schedule.Hours(from, to)), ZoneOffset.UTC);
  }
}
