// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is forwarded and what is dropped, seen by curl, by the origin and by the log.
@Timeout(120)
final class ForwardingIT {
  @RegisterExtension static final Lab lab = new Lab();

  private static final String IPV4 = "203.0.113.10";
  private static final String IPV6 = "2001:db8:f::10";

  private static Daemon daemon;
  private static Path authority;
  private static WebOrigin ipv4;
  private static WebOrigin ipv6;

  @BeforeAll
  static void startsOriginAndGateway() {
    var certificate = Certificate.of("google.com", "*.google.com", "*.naver.com");
    authority = certificate.writeTo(lab.folder().resolve("authority.pem"));
    ipv4 = lab.closeLater(new WebOrigin(lab, IPV4, certificate));
    ipv6 = lab.closeLater(new WebOrigin(lab, IPV6, certificate));
    daemon = lab.daemon("mode: whitelist\nrules:\n  - hosts: [google.com]\n");
  }

  @ParameterizedTest
  @CsvSource({
    "https, a4.google.com, 203.0.113.10, 1.2",
    "https, b4.google.com, 203.0.113.10, 1.3",
    "http, c4.google.com, 203.0.113.10, 1.3",
    "https, a6.google.com, 2001:db8:f::10, 1.2",
    "https, b6.google.com, 2001:db8:f::10, 1.3",
    "http, c6.google.com, 2001:db8:f::10, 1.3",
  })
  void anAllowedNameReachesTheOrigin(String scheme, String host, String address, String tls) {
    var got = get(scheme, host, address, tls);

    assertThat(got).isEqualTo(new Curl(0, host));
    assertThat(daemon.onlyLine(host))
        .contains(" S_IP=" + clientOf(address) + " ", " D_IP=" + address + " ", " state=MATCHED")
        .doesNotContain("drop_reason");
  }

  @ParameterizedTest
  @CsvSource({
    "https, a4.naver.com, 203.0.113.10, 1.2",
    "https, b4.naver.com, 203.0.113.10, 1.3",
    "http, c4.naver.com, 203.0.113.10, 1.3",
    "https, a6.naver.com, 2001:db8:f::10, 1.2",
    "https, b6.naver.com, 2001:db8:f::10, 1.3",
    "http, c6.naver.com, 2001:db8:f::10, 1.3",
  })
  void anyOtherNameIsResetAndNeverDialled(String scheme, String host, String address, String tls) {
    var before = ipv4.requests() + ipv6.requests();

    var got = get(scheme, host, address, tls);

    assertThat(got.exitCode()).as("curl: connection reset").isIn(35, 56);
    assertThat(daemon.onlyLine(host))
        .contains(" D_IP=" + address + " ", " state=NO_MATCH drop_reason=NOT_WHITELISTED");
    assertThat(ipv4.requests() + ipv6.requests()).isEqualTo(before);
  }

  @Test
  void everyConnectionHasExactlyOneLine() {
    var before = daemon.log().size();
    for (int i = 0; i < 20; i++) {
      get("https", "once" + i + ".google.com", IPV4, "1.3");
      get("http", "once" + i + ".naver.com", IPV6, "1.3");
    }
    get("https", "last.google.com", IPV4, "1.3");
    daemon.onlyLine("last.google.com");

    for (int i = 0; i < 20; i++) {
      daemon.onlyLine("once" + i + ".google.com");
      daemon.onlyLine("once" + i + ".naver.com");
    }
    assertThat(daemon.log()).hasSize(before + 41);
  }

  private static Curl get(String scheme, String host, String address, String tls) {
    return Curl.get(
        lab, authority, address, scheme + "://" + host + "/", "--tlsv" + tls, "--tls-max", tls);
  }

  private static String clientOf(String destination) {
    return destination.contains(":") ? "2001:db8:1::2" : "198.18.1.2";
  }
}
