// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.config.GatewayConfig.Admin;
import io.sluice.gateway.config.GatewayConfig.Binding;
import io.sluice.gateway.config.GatewayConfig.Deny;
import io.sluice.gateway.config.GatewayConfig.Ech;
import io.sluice.gateway.config.GatewayConfig.H2c;
import io.sluice.gateway.config.GatewayConfig.Limits;
import io.sluice.gateway.config.GatewayConfig.Listen;
import io.sluice.gateway.config.GatewayConfig.LogFormat;
import io.sluice.gateway.config.GatewayConfig.LogOutput;
import io.sluice.gateway.config.GatewayConfig.Logs;
import io.sluice.gateway.config.GatewayConfig.OnBrokenPolicy;
import io.sluice.gateway.config.GatewayConfig.Resolve;
import io.sluice.gateway.config.GatewayConfig.SyslogFormat;
import io.sluice.gateway.config.GatewayConfig.Timeouts;
import io.sluice.gateway.config.GatewayConfig.Transport;
import io.sluice.policy.Address;
import io.sluice.policy.Cidr;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  @TempDir private Path folder;

  @Test
  void theShippedFileMeansTheDefaults() {
    var shipped = Path.of("../config/sluice.yaml");

    assertThat(load(shipped)).isEqualTo(defaults(Path.of("../config").toAbsolutePath()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "---\n", "listen:\n  # ports: [1]\nlogs:\n", "{}"})
  void whatIsLeftOutIsTheDefault(String text) throws IOException {
    assertThat(read(text)).isEqualTo(defaults(folder));
  }

  @Test
  void theStateIsWhereTheServiceManagerMadeAFolderForIt() {
    assertThat(GatewayConfig.stateOf(null)).isEqualTo(Path.of("/var/lib/sluice"));
    assertThat(GatewayConfig.stateOf("")).isEqualTo(Path.of("/var/lib/sluice"));
    assertThat(GatewayConfig.stateOf("/srv/a:/srv/b")).isEqualTo(Path.of("/srv/a"));
  }

  @Test
  void everyKeyIsRead() throws IOException {
    var config =
        read(
            """
            gateway: gw-1.example
            policy: policies/main.yaml
            on_broken_policy: deny_all
            state: kept
            listen: {ports: [3129, 3130], ipv6: false, loops: 2}
            deny: respond
            h2c: inspect
            ech: deny_real
            limits: {hello: 32KiB, head: 8192B, undecided: 500, undecided_per_source: 50, flows: 20000}
            timeouts: {decision: 500ms, connect: 3s, idle: 10m, drain: 0s, recheck_grace: never}
            upstream_source: [192.0.2.1, "2001:db8::1"]
            resolve:
              binding: enforce
              servers: [10.0.0.2, "10.0.0.3:5353", "2001:db8::53", "[2001:db8::54]:54"]
              timeout: 1s
              stale_max: 2h
              grace: 1m
              min_ttl: 10s
              max_ttl: 30m
              allow_private: [10.0.0.0/8, fd00::/8]
            logs:
              format: json
              outputs:
                - stdout
                - file: /var/log/sluice/flows.log
                - syslog: {transport: tcp, address: "[2001:db8::1]:1514", format: rfc5424}
                - syslog: {address: logs.example.com}
                - syslog: {transport: unix}
                - syslog: {transport: unix, socket: log.socket, format: rfc5424}
            admin: {listen: "[::1]:9191"}
            """);

    assertThat(config)
        .isEqualTo(
            new GatewayConfig(
                "gw-1.example",
                folder.resolve("policies/main.yaml"),
                OnBrokenPolicy.DENY_ALL,
                folder.resolve("kept"),
                new Listen(List.of(3129, 3130), false, 2),
                Deny.RESPOND,
                H2c.INSPECT,
                Ech.DENY_REAL,
                new Limits(32 << 10, 8192, 500, 50, 20_000),
                new Timeouts(
                    Duration.ofMillis(500),
                    Duration.ofSeconds(3),
                    Duration.ofMinutes(10),
                    Duration.ZERO,
                    null),
                new UpstreamSource.Addresses(List.of(address("192.0.2.1"), address("2001:db8::1"))),
                new Resolve(
                    Binding.ENFORCE,
                    List.of(
                        server("10.0.0.2", 53),
                        server("10.0.0.3", 5353),
                        server("2001:db8::53", 53),
                        server("2001:db8::54", 54)),
                    Duration.ofSeconds(1),
                    Duration.ofHours(2),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(30),
                    List.of(new Cidr(address("10.0.0.0"), 8), new Cidr(address("fd00::"), 8))),
                new Logs(
                    LogFormat.JSON,
                    List.of(
                        new LogOutput.Stdout(),
                        new LogOutput.File(Path.of("/var/log/sluice/flows.log")),
                        new LogOutput.Syslog(
                            Transport.TCP, "2001:db8::1", 1514, null, SyslogFormat.RFC5424),
                        new LogOutput.Syslog(
                            Transport.UDP, "logs.example.com", 514, null, SyslogFormat.RFC3164),
                        new LogOutput.Syslog(
                            Transport.UNIX, "", 0, Path.of("/dev/log"), SyslogFormat.RFC3164),
                        new LogOutput.Syslog(
                            Transport.UNIX,
                            "",
                            0,
                            folder.resolve("log.socket"),
                            SyslogFormat.RFC5424))),
                new Admin("::1", 9191)));
  }

  @Test
  void theAdminServerCanBeOff() throws IOException {
    assertThat(read("admin: {listen: off}").admin()).isEqualTo(new Admin(null, 0));
  }

  @Test
  void originsCanSeeTheClientsAddress() throws IOException {
    assertThat(read("upstream_source: client").upstreamSource())
        .isEqualTo(new UpstreamSource.Client());
  }

  @Test
  void anAddressIsHereWhenASocketCanBeBoundToIt() {
    assertThat(UpstreamSourceReader.isHere(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
    assertThat(UpstreamSourceReader.isHere(InetAddress.ofLiteral("192.0.2.77"))).isFalse();
  }

  @Test
  void aPathCanBeAbsolute() throws IOException {
    assertThat(read("policy: /etc/sluice/p.yaml").policy())
        .isEqualTo(Path.of("/etc/sluice/p.yaml"));
  }

  @Test
  void theHostNameIsTheDefaultName() {
    assertThat(GatewayName.ofHost()).matches("[0-9A-Za-z.-]+");
  }

  @ParameterizedTest
  @CsvSource({
    "ip-10-0-0-1.ec2.internal, ip-10-0-0-1.ec2.internal",
    "gw_eu_1, gw-eu-1",
    "_gw, gw",
    "gw., gw",
    "a..b, sluice",
    "___, sluice"
  })
  void aHostNameIsMadeToFit(String hostName, String name) {
    assertThat(GatewayName.fit(hostName)).isEqualTo(name);
  }

  private static GatewayConfig defaults(Path folder) {
    return GatewayConfig.defaults("host-1", folder.resolve("policy.yaml"));
  }

  private GatewayConfig read(String text) throws IOException {
    return load(Files.writeString(folder.resolve("sluice.yaml"), text));
  }

  private static Address address(String text) {
    return Address.of(InetAddress.ofLiteral(text));
  }

  private static InetSocketAddress server(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  private static GatewayConfig load(Path file) {
    return switch (ConfigReader.read(file, "host-1", _ -> true)) {
      case ConfigReader.Result.Loaded(var config, var warnings) -> {
        assertThat(warnings).isEmpty();
        yield config;
      }
      case ConfigReader.Result.Broken(var problems) -> throw new AssertionError(problems);
    };
  }
}
