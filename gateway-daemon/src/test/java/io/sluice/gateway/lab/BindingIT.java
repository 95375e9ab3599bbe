// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names against addresses, with a real resolver.
@Timeout(120)
final class BindingIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final String POLICY = "mode: whitelist\nrules:\n  - hosts: [google.com]\n";
  private static final String TRUE4 = "203.0.113.10";
  private static final String FALSE4 = "203.0.113.66";
  private static final String TRUE6 = "2001:db8:f::10";
  private static final String INSIDE = "10.1.2.3";

  private static Daemon daemon;
  private static Dnsmasq dns;
  private static Path authority;
  private static WebOrigin true4;
  private static WebOrigin false4;
  private static String binding = "off";

  @BeforeAll
  static void startsOriginResolverAndGateway() {
    var certificate =
        Certificate.of(
            "google.com",
            "*.google.com",
            "*.v4.google.com",
            "*.v6.google.com",
            "*.g.v4.google.com",
            "*.g.both.google.com",
            "*.both.google.com",
            "*.inside.google.com");
    authority = certificate.writeTo(lab.folder().resolve("authority.pem"));
    Command.mustRun(
        lab.origin().command(List.of("ip", "address", "add", INSIDE + "/32", "dev", "lo")));
    true4 = lab.closeLater(new WebOrigin(lab, TRUE4, certificate));
    false4 = lab.closeLater(new WebOrigin(lab, FALSE4, certificate));
    lab.closeLater(new WebOrigin(lab, TRUE6, certificate));
    lab.closeLater(new WebOrigin(lab, INSIDE, certificate));
    dns =
        lab.closeLater(
            new Dnsmasq(
                lab.gateway(),
                "--address=/v4.google.com/" + TRUE4,
                "--address=/v6.google.com/" + TRUE6,
                "--address=/both.google.com/" + TRUE4,
                "--address=/both.google.com/" + TRUE6,
                "--address=/metadata.google.com/169.254.169.254",
                "--address=/loopback.google.com/127.0.0.1",
                "--address=/loopback6.google.com/::1",
                "--address=/mapped.google.com/::ffff:127.0.0.1",
                "--address=/self.google.com/" + Lab.GATEWAY,
                "--address=/inside.google.com/" + INSIDE,
                "--cname=alias.v4.google.com,canonical.v4.google.com"));
    daemon = lab.daemon(POLICY);
  }

  @BeforeEach
  void theResolverRuns() {
    dns.close();
    dns.start();
  }

  @ParameterizedTest
  @CsvSource({
    "https, a.v4.google.com, 203.0.113.66, 203.0.113.10",
    "http, b.v4.google.com, 203.0.113.66, 203.0.113.10",
    "https, c.both.google.com, 2001:db8:f::66, 2001:db8:f::10",
    "https, d.both.google.com, 203.0.113.66, 203.0.113.10",
    "https, e.v6.google.com, 203.0.113.66, 2001:db8:f::10",
    "https, f.v4.google.com, 2001:db8:f::66, 203.0.113.10",
    "https, alias.v4.google.com, 203.0.113.66, 203.0.113.10",
  })
  void aSpoofedDestinationIsRepinned(String scheme, String host, String asked, String dialled) {
    with("repin");
    int before = false4.requests();

    assertThat(get(scheme, host, asked)).isEqualTo(new Curl(0, host));

    assertThat(daemon.onlyLine(host))
        .contains(" D_IP=" + asked + " ", " dialled=" + dialled + " mismatch=SNI_IP_MISMATCH ");
    assertThat(false4.requests()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void whatThePolicyDeniesAtAnAddressIsNotRepinnedToIt(String scheme) {
    with("repin");
    reload("mode: blacklist\nrules:\n  - {destinations: [" + TRUE4 + "], action: deny}\n");
    int before = true4.requests();
    var host = "m-" + scheme + ".v4.google.com";
    try {
      assertThat(get(scheme, host, FALSE4).exitCode()).isNotZero();
    } finally {
      reload(POLICY);
    }
    assertThat(daemon.onlyLine(host)).contains(" drop_reason=BLACKLISTED Rule=" + TRUE4);
    assertThat(true4.requests()).isEqualTo(before);
  }

  /// While no answer comes another policy comes into force.
  @Test
  void whoWaitedForTheResolverIsJudgedByThePolicyInForceThen() throws IOException {
    with("repin");
    var host = "waits.v4.google.com";
    answersAreLost("--append");
    try (var client = lab.connect(TRUE4, 80)) {
      Wire.send(client, request(host));
      reload("mode: whitelist\nrules:\n  - hosts: [example.com]\n");
      answersAreLost("--delete");

      assertThatThrownBy(() -> Wire.receive(client, 12)).hasMessageContaining("reset");
    } finally {
      reload(POLICY);
    }
    assertThat(daemon.onlyLine(host)).contains(" drop_reason=NOT_WHITELISTED");
  }

  private static void answersAreLost(String verb) {
    Command.mustRun(
        lab.gateway()
            .command(
                List.of("iptables", verb, "INPUT", "-p", "udp", "--sport", "53", "-j", "DROP")));
  }

  @Test
  void aTrueDestinationIsKeptWithoutAWord() {
    for (var mode : List.of("repin", "enforce", "log")) {
      with(mode);
      var host = mode + ".v4.google.com";

      assertThat(get("https", host, TRUE4)).isEqualTo(new Curl(0, host));
      assertThat(daemon.onlyLine(host)).doesNotContain("dialled=", "mismatch=");
    }
  }

  @ParameterizedTest
  @CsvSource({"a.g.v4.google.com, 203.0.113.66", "b.g.both.google.com, 2001:db8:f::66"})
  void aSpoofedDestinationIsDroppedWhenEnforced(String host, String asked) {
    with("enforce");

    assertThat(get("https", host, asked).exitCode()).isIn(35, 56);

    assertThat(daemon.onlyLine(host)).contains(" drop_reason=SNI_IP_MISMATCH Rule=google.com;");
  }

  @Test
  void aSpoofedDestinationIsOnlyLoggedIfAskedFor() {
    with("log");
    int before = false4.requests();

    assertThat(get("https", "h.v4.google.com", FALSE4)).isEqualTo(new Curl(0, "h.v4.google.com"));

    assertThat(false4.requests()).isEqualTo(before + 1);
    assertThat(daemon.onlyLine("h.v4.google.com"))
        .contains(" dialled=" + FALSE4 + " mismatch=SNI_IP_MISMATCH ");
  }

  @Test
  void aNameThatDoesNotExistIsDropped() {
    with("repin");

    assertThat(get("https", "nowhere.google.com", FALSE4).exitCode()).isIn(35, 56);
    assertThat(daemon.onlyLine("nowhere.google.com")).contains(" drop_reason=NO_SUCH_NAME ");
  }

  @ParameterizedTest
  @CsvSource({
    "metadata.google.com",
    "loopback.google.com",
    "loopback6.google.com",
    "mapped.google.com",
    "self.google.com",
    "inside.google.com"
  })
  void aNameThatIsReboundToAForbiddenAddressReachesNothing(String host) {
    with("repin");

    assertThat(get("https", host, FALSE4).exitCode()).isIn(35, 56);
    assertThat(daemon.onlyLine(host)).contains(" drop_reason=FORBIDDEN_DESTINATION ");
  }

  @Test
  void aPrivateNetworkIsRepinnedToIfAllowed() {
    with("repin, allow_private: [10.1.0.0/16]");
    var host = "split.inside.google.com";

    assertThat(get("https", host, FALSE4)).isEqualTo(new Curl(0, host));
    assertThat(daemon.onlyLine(host)).contains(" dialled=" + INSIDE + " ");
  }

  @Test
  void aPrivateDestinationThatTheNameHasPasses() {
    with("repin");
    var host = "own.inside.google.com";

    assertThat(get("https", host, INSIDE)).isEqualTo(new Curl(0, host));
    assertThat(daemon.onlyLine(host)).doesNotContain("dialled=");
  }

  @Test
  void withoutAResolverKnownNamesGoOnAndOthersAreDropped() {
    with("repin, min_ttl: 1s, max_ttl: 1s, timeout: 500ms");
    assertThat(get("https", "i.v4.google.com", TRUE4).exitCode()).isZero();
    dns.close();

    assertThat(get("https", "j.v4.google.com", TRUE4).exitCode()).isIn(35, 56);
    assertThat(daemon.onlyLine("j.v4.google.com")).contains(" drop_reason=RESOLVER_UNAVAILABLE ");
    // More than the second that the answer was good for has passed.
    assertThat(get("https", "i.v4.google.com", TRUE4).exitCode()).isZero();
    assertThat(get("https", "i.v4.google.com", FALSE4).exitCode()).isZero();
  }

  @Test
  void aLaterRequestForANameOfAnotherHostIsDropped() throws IOException {
    with("repin");
    int before = true4.requests();
    try (var client = lab.connect(TRUE4, 80)) {
      Wire.send(client, request("k.v4.google.com"));
      assertThat(new String(Wire.receive(client, 12), US_ASCII)).isEqualTo("HTTP/1.1 200");
      Wire.send(client, request("l.inside.google.com"));

      assertThatThrownBy(() -> Wire.receive(client, 10_000)).hasMessageContaining("reset");
    }
    assertThat(true4.requests()).isEqualTo(before + 1);
    assertThat(daemon.onlyLine("l.inside.google.com")).contains(" drop_reason=SNI_IP_MISMATCH ");
  }

  @Test
  void aLaterRequestIsHeldAgainstTheAddressThatItsConnectionWasMovedTo() throws IOException {
    with("repin");
    try (var client = lab.connect(FALSE4, 80)) {
      Wire.send(client, request("n.v6.google.com"));
      Wire.send(client, request("o.both.google.com", "Connection: close\r\n"));

      assertThat(new String(Wire.receive(client, 10_000), US_ASCII))
          .containsSubsequence("200", "n.v6.google.com", "200", "o.both.google.com");
    }
  }

  private static byte[] request(String host) {
    return request(host, "");
  }

  private static byte[] request(String host, String field) {
    return ("GET / HTTP/1.1\r\nHost: " + host + "\r\n" + field + "\r\n").getBytes(US_ASCII);
  }

  private static Curl get(String scheme, String host, String address) {
    return Curl.get(lab, authority, address, scheme + "://" + host + "/");
  }

  private static void reload(String policy) {
    long before = daemon.timesSaid(" loaded: ");
    daemon.policy(policy);
    await("the policy is in force").until(() -> daemon.timesSaid(" loaded: ") > before);
  }

  private static void with(String mode) {
    if (!mode.equals(binding)) {
      daemon.restart("{binding: " + mode + ", servers: [127.0.0.1]}");
      binding = mode;
    }
  }
}
