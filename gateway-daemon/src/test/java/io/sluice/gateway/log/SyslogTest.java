// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static io.sluice.gateway.log.Events.allowedBy;
import static io.sluice.gateway.log.Events.decided;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.config.GatewayConfig.LogFormat;
import io.sluice.gateway.config.GatewayConfig.LogOutput;
import io.sluice.gateway.config.GatewayConfig.SyslogFormat;
import io.sluice.gateway.config.GatewayConfig.Transport;
import io.sluice.gateway.systemd.DatagramReceiver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real sockets at the other end.
@Timeout(60)
class SyslogTest {
  private static final String MESSAGE = "AviatrixFQDNRule\\[CRIT\\]sluice_tls\\(\\) .*Rule=a;1";

  @TempDir private Path folder;

  @Test
  void sendsRfc3164OverUdp() throws IOException {
    try (var receiver = udp();
        var log = open(Transport.UDP, receiver.getLocalPort(), SyslogFormat.RFC3164)) {
      log.on(decided("example.com", allowedBy("a")));

      assertThat(receive(receiver)).matches("<30>Nov 23 \\d\\d:00:00 gw-host avx-nfq: " + MESSAGE);
    }
  }

  @Test
  void sendsRfc5424OverUdp() throws IOException {
    long pid = ProcessHandle.current().pid();
    try (var receiver = udp();
        var log = open(Transport.UDP, receiver.getLocalPort(), SyslogFormat.RFC5424)) {
      log.on(decided("example.com", Events.NOT_WHITELISTED));

      assertThat(receive(receiver))
          .startsWith(
              "<29>1 2026-11-23T10:00:00.000000+00:00 gw-host avx-nfq %d - - Aviatrix"
                  .formatted(pid));
    }
  }

  @Test
  void comesBackToAUdpReceiverThatWasAway() throws IOException {
    int port;
    try (var receiver = udp()) {
      port = receiver.getLocalPort();
    }
    try (var log = open(Transport.UDP, port, SyslogFormat.RFC3164)) {
      log.on(decided("example.com", allowedBy("a")));
      log.on(decided("example.com", allowedBy("a")));
      await()
          .until(() -> {
            log.on(decided("example.com", allowedBy("a")));
            return log.failures() > 0;
          });
      try (var receiver = new DatagramSocket(new InetSocketAddress(loopback(), port))) {
        log.on(decided("later.example.com", allowedBy("a")));
        var message = receive(receiver);
        while (!message.contains("later")) {
          message = receive(receiver);
        }
        assertThat(message).contains("hostname=later.example.com");
      }
    }
  }

  @Test
  void sendsLinesOverTcp() throws IOException {
    try (var server = tcp();
        var log = open(Transport.TCP, server.getLocalPort(), SyslogFormat.RFC3164)) {
      log.on(decided("one.example.com", allowedBy("a")));
      log.on(decided("two.example.com", allowedBy("a")));
      try (var connection = server.accept();
          var lines = reader(connection.getInputStream())) {
        assertThat(lines.readLine()).matches("<30>.* avx-nfq: " + MESSAGE);
        assertThat(lines.readLine()).contains("hostname=two.example.com");
      }
    }
  }

  @Test
  void countsOctetsOfRfc5424OverTcp() throws IOException {
    try (var server = tcp();
        var log = open(Transport.TCP, server.getLocalPort(), SyslogFormat.RFC5424)) {
      log.on(decided("one.example.com", allowedBy("a")));
      log.on(decided("two.example.com", allowedBy("a")));
      try (var connection = server.accept();
          var stream = connection.getInputStream()) {
        assertThat(readCounted(stream)).matches("<30>1 .* avx-nfq \\d+ - - " + MESSAGE);
        assertThat(readCounted(stream)).contains("hostname=two.example.com");
      }
    }
  }

  @Test
  void losesNothingWhenATcpReceiverClosesBetweenMessages() throws IOException {
    try (var server = tcp();
        var log = open(Transport.TCP, server.getLocalPort(), SyslogFormat.RFC3164)) {
      log.on(decided("one.example.com", allowedBy("a")));
      try (var first = server.accept();
          var lines = reader(first.getInputStream())) {
        assertThat(lines.readLine()).contains("one");
      }
      log.on(decided("two.example.com", allowedBy("a")));
      log.on(decided("three.example.com", allowedBy("a")));
      try (var second = server.accept();
          var lines = reader(second.getInputStream())) {
        assertThat(lines.readLine()).contains("two");
        assertThat(lines.readLine()).contains("three");
      }
      assertThat(log.lost()).isZero();
    }
  }

  @Test
  void writesOrCountsEverythingForATcpReceiverThatReadsLate() throws Exception {
    int sent = 60_000;
    try (var server = tcp()) {
      var log = open(Transport.TCP, server.getLocalPort(), SyslogFormat.RFC3164);
      var received = new ArrayList<String>();
      try (var connection = server.accept();
          var lines = reader(connection.getInputStream())) {
        for (int i = 0; i < sent; i++) {
          log.on(decided("h" + i + ".example.com", allowedBy("a")));
        }
        await().until(() -> log.lost() + log.suppressed() > 0);
        var closing = Thread.ofPlatform().start(log::close);
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          received.add(line);
        }
        closing.join();
      }
      long messages = received.stream().filter(line -> line.contains("hostname=")).count();
      long counted = received.stream().mapToLong(SyslogTest::suppressed).sum();
      assertThat(messages + counted).isEqualTo(sent);
      assertThat(counted).isEqualTo(log.lost() + log.suppressed());
    }
  }

  @Test
  void sendsToTheLocalSocketWithoutTheHost() {
    var path = folder.resolve("log");
    try (var receiver = new DatagramReceiver(path.toString());
        var log = open(Transport.UNIX, "", 0, path, SyslogFormat.RFC3164)) {
      log.on(decided("example.com", allowedBy("a")));
      await().until(() -> !receiver.received().isEmpty());

      assertThat(receiver.received().getFirst())
          .matches("<30>Nov 23 \\d\\d:00:00 avx-nfq: " + MESSAGE);
    }
  }

  @Test
  void waitsForALocalSocketThatAppearsLater() {
    var path = folder.resolve("log");
    try (var log = open(Transport.UNIX, "", 0, path, SyslogFormat.RFC3164)) {
      log.on(decided("example.com", allowedBy("a")));
      await().until(() -> log.failures() == 1);
      try (var receiver = new DatagramReceiver(path.toString())) {
        await().until(() -> receiver.received().size() == 1);
      }
    }
  }

  @Test
  void resolvesAReceiversName() throws IOException {
    try (var server = tcp();
        var log =
            open(Transport.TCP, "localhost", server.getLocalPort(), null, SyslogFormat.RFC3164)) {
      log.on(decided("example.com", allowedBy("a")));
      try (var connection = server.accept();
          var lines = reader(connection.getInputStream())) {
        assertThat(lines.readLine()).contains("hostname=example.com");
      }
    }
  }

  @Test
  void survivesAReceiverThatHasNoAddress() {
    try (var log = open(Transport.UDP, "no-such-host.invalid", 514, null, SyslogFormat.RFC3164)) {
      log.on(decided("example.com", allowedBy("a")));

      await().until(() -> log.failures() == 1);
    }
  }

  private static FlowLog open(Transport transport, int port, SyslogFormat format) {
    return open(transport, loopback().getHostAddress(), port, null, format);
  }

  private static FlowLog open(
      Transport transport, String host, int port, @Nullable Path socket, SyslogFormat format) {
    var syslog = new LogOutput.Syslog(transport, host, port, socket, format);
    var logs = new GatewayConfig.Logs(LogFormat.AVIATRIX, List.of(syslog));
    return FlowLog.open(logs, "gw-1", "gw-host");
  }

  private static InetAddress loopback() {
    return InetAddress.ofLiteral("127.0.0.1");
  }

  private static DatagramSocket udp() throws IOException {
    return new DatagramSocket(new InetSocketAddress(loopback(), 0));
  }

  private static ServerSocket tcp() throws IOException {
    return new ServerSocket(0, 50, loopback());
  }

  private static BufferedReader reader(InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII));
  }

  private static String receive(DatagramSocket socket) throws IOException {
    var packet = new DatagramPacket(new byte[4096], 4096);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
  }

  private static String readCounted(InputStream stream) throws IOException {
    int length = 0;
    for (int c = stream.read(); c != ' '; c = stream.read()) {
      length = 10 * length + c - '0';
    }
    return new String(stream.readNBytes(length), StandardCharsets.US_ASCII);
  }

  private static long suppressed(String line) {
    int at = line.indexOf(" suppressed=");
    return at < 0 ? 0 : Long.parseLong(line.substring(at + " suppressed=".length()));
  }
}
