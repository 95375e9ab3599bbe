// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a connection costs, in a unit that does not depend on the machine: system calls of the
/// event loops on its sockets, and descriptors afterwards.
@Timeout(120)
final class SystemCallsIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final int CONNECTIONS = 1_000;

  private static final double ALLOWED = 16.5;

  private static final double DENIED = 5.5;

  private static EchoOrigin origin;
  private static Daemon daemon;

  @BeforeAll
  static void startsOriginAndGateway() {
    origin = EchoOrigin.start(lab, "203.0.113.70", 443);
    daemon = lab.daemon("mode: whitelist\nrules:\n  - hosts: [google.com]\n");
  }

  @Test
  void aShortConnectionIsCheap() throws Exception {
    open("www.google.com");

    assertThat(callsPerConnection("www.google.com")).isLessThanOrEqualTo(ALLOWED);
  }

  @Test
  void aDeniedConnectionIsCheaper() throws Exception {
    open("naver.com");

    assertThat(callsPerConnection("naver.com")).isLessThanOrEqualTo(DENIED);
  }

  @Test
  void noDescriptorIsLeftBehindByAStorm() throws Exception {
    open("www.google.com");
    long before = daemon.descriptors();

    open("www.google.com");
    open("naver.com");

    await().until(() -> daemon.descriptors() <= before);
  }

  private static double callsPerConnection(String host) throws Exception {
    double calls = SystemCalls.during(daemon, lab.folder(), () -> open(host)).onSockets();
    return calls / CONNECTIONS;
  }

  private static int open(String host) throws Exception {
    return origin.passing(host, CONNECTIONS);
  }
}
