// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {
  private static final Query QUERY = Policies.tls("10.1.0.1", 443, "a.example");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port 80 8000-8999 | It is for port 80, 8000-8999, not for 443.",
        "protocol HTTP | It is for HTTP, not for TLS.",
        "from 10.2.0.0/16 10.3.0.0/16"
            + " | It is for clients in 10.2.0.0/16, 10.3.0.0/16, not for 10.1.0.1.",
        "to 10.2.0.0/16 | It is for destinations in 10.2.0.0/16, not for 192.0.2.1.",
        "until 2026-11-23T12:00:00Z | It expired at 2026-11-23T12:00:00Z.",
        "on FRIDAY | It is there fri Z, not at 2026-11-23T12:00:00Z.",
        "port 443, protocol TLS, from 10.0.0.0/8, to 192.0.2.0/24, until 2026-11-24T00:00:00Z, on"
            + " FRIDAY | It is there fri Z, not at 2026-11-23T12:00:00Z."
      })
  void theFirstConditionThatIsNotMetIsTold(String conditions, String obstacle) {
    assertThat(filter(conditions).obstacle(QUERY)).isEqualTo(obstacle);
  }

  @Test
  void anAddressThatNobodyNamedIsNotTold() {
    var open =
        new Query(
            Address.UNSPECIFIED, Address.UNSPECIFIED, 443, Protocol.TLS, "a.example", QUERY.time());

    assertThat(filter("from 10.2.0.0/16").obstacle(open))
        .isEqualTo("It is for clients in 10.2.0.0/16, not for any other.");
    assertThat(filter("to 10.2.0.0/16").obstacle(open))
        .isEqualTo("It is for destinations in 10.2.0.0/16, not for any other.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | '' | true",
        "'' | port 443 | true",
        "port 443 | '' | false",
        "port 80-90 | port 80, port 85-90 | true",
        "port 80-90 | port 80 443 | false",
        "port 80-90 | port 85-91 | false",
        "port 80-90 | port 79-85 | false",
        "port 80 443 | port 443 80 | true",
        "'' | from 10.0.0.0/8 | false",
        "from 10.0.0.0/8 | '' | false",
        "from 10.0.0.0/8 10.1.0.0/16 | from 10.1.0.0/16 | true",
        "from 10.1.0.0/16 | from 10.0.0.0/8 10.1.0.0/16 | false",
        "to 10.0.0.0/8 10.1.0.0/16 | to 10.1.0.0/16 | true",
        "to 10.1.0.0/16 | to 10.0.0.0/8 | false",
        "'' | protocol TLS | true",
        "protocol TLS | protocol TLS | true",
        "protocol TLS | protocol HTTP | false",
        "protocol TLS | '' | false",
        "'' | until 2026-11-23T12:00:00Z | true",
        "until 2026-11-23T12:00:00Z | '' | false",
        "until 2026-11-23T12:00:00Z | until 2026-11-23T12:00:00Z | true",
        "until 2026-11-24T12:00:00Z | until 2026-11-23T12:00:00Z | true",
        "until 2026-11-23T12:00:00Z | until 2026-11-24T12:00:00Z | false",
        "'' | on FRIDAY | true",
        "on FRIDAY | '' | false",
        "on FRIDAY | on FRIDAY | true",
        "on FRIDAY | on MONDAY | false"
      })
  void aFilterCoversWhatIsNarrowerAndNamesNoCloserAddress(
      String wide, String narrow, boolean covers) {
    assertThat(filter(wide).covers(filter(narrow))).isEqualTo(covers);
  }

  @Test
  void aFilterCoversFewerKindsOfNaming() {
    var both = Filter.of(Conditions.NONE, Set.of(Naming.NAMED, Naming.NO_SNI));
    var one = Filter.of(Conditions.NONE, Set.of(Naming.NO_SNI));

    assertThat(both.covers(one)).isTrue();
    assertThat(one.covers(both)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | ports=[] sources=[]",
        "port 443 80-90 443 | ports=[80-90, 443] sources=[]",
        "port 80-90 80 | ports=[80, 80-90] sources=[]",
        "from 10.0.0.0/8 10.1.0.0/16 | ports=[] sources=[10.1.0.0/16, 10.0.0.0/8]",
        "to 10.0.0.0/8 | ports=[] sources=[] destinations=[10.0.0.0/8]",
        "protocol HTTP | ports=[] sources=[] protocol=HTTP",
        "until 2026-11-23T12:00:00Z | ports=[] sources=[] expires=2026-11-23T12:00:00Z",
        "on FRIDAY | ports=[] sources=[] schedule=fri Z"
      })
  void theContentIsOneLine(String conditions, String line) {
    assertThat(filter(conditions).canonical()).isEqualTo(line);
  }

  @Test
  void theLineTellsTheKindsOfNamingUnlessThereMustBeAName() {
    assertThat(Filter.of(Conditions.NONE, Set.of(Naming.IP_LITERAL, Naming.NO_SNI)).canonical())
        .isEqualTo("ports=[] sources=[] namings=[NO_SNI, IP_LITERAL]");
  }

  /// `KEY VALUE ..., KEY VALUE ...`.
  private static Filter filter(String text) {
    return Filter.of(
        new Conditions(
            values(text, "port").map(FilterTest::ports).toList(),
            values(text, "from").map(Policies::cidr).toList(),
            values(text, "to").map(Policies::cidr).toList(),
            values(text, "protocol").map(Protocol::valueOf).findFirst().orElse(null),
            values(text, "until").map(Instant::parse).findFirst().orElse(null),
            values(text, "on")
                .map(day -> new Schedule(Set.of(DayOfWeek.valueOf(day)), List.of(), ZoneOffset.UTC))
                .findFirst()
                .orElse(null)),
        Set.of(Naming.NAMED));
  }

  private static Stream<String> values(String text, String key) {
    return Stream.of(text.split(", "))
        .filter(part -> part.startsWith(key + " "))
        .flatMap(part -> Stream.of(part.substring(key.length() + 1).split(" ")));
  }

  private static PortRange ports(String text) {
    var ends = text.split("-", -1);
    return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
  }
}
