// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Schedule SCHEDULE =
      new Schedule(
          EnumSet.of(DayOfWeek.MONDAY),
          List.of(new Schedule.Hours(0, 1439)),
          ZoneId.of("Asia/Tokyo"));
  private static final CompiledPolicy POLICY =
      PolicyCompiler.compile(
          Policies.policy(
              Mode.WHITELIST,
              Policies.rule(1, "google.com", "*.example.org", "=only.example.net", "a-*.b*.com"),
              Policies.ports(
                  Policies.from(Policies.deny(2, "*"), "10.1.0.0/16", "2001:db8::/32"),
                  new PortRange(80, 80),
                  new PortRange(8000, 8999)),
              Policies.at(Policies.allow(4, "=scheduled.test"), SCHEDULE),
              Policies.to(3, "198.51.100.0/24")));
  private static final List<Query> QUERIES =
      List.of(
          Policies.tls("www.google.com"),
          Policies.tls("x.y.example.org"),
          Policies.tls("only.example.net"),
          Policies.tls("a-1.bc.com"),
          Policies.tls("nobody.test"),
          Policies.tls("10.1.0.1", 8080, "denied.test"),
          Policies.tls("2001:db8::1", 80, "denied.test"),
          Policies.tls("scheduled.test"),
          Policies.nameless("198.51.100.7"),
          Policies.nameless("198.51.101.7"));

  @Test
  void allocatesNothingOnceEachRuleHasDecided() {
    int forwards = decideAll(1);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    forwards += decideAll(10_000);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(forwards).isEqualTo(6 * 10_001);
    assertThat(allocated).isLessThan(10_000);
  }

  private static int decideAll(int rounds) {
    int forwards = 0;
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < QUERIES.size(); i++) {
        forwards += POLICY.decide(QUERIES.get(i)) instanceof Verdict.Forward ? 1 : 0;
      }
    }
    return forwards;
  }
}
