// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.config;

import io.sluice.policy.Cidr;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `sluice.yaml` says, complete with defaults.
///
/// @param gateway the name in `Gateway=` of every log line; a host name without `_`
/// @param policy the policy file, absolute (the reader resolves it against the file's folder)
/// @param onBrokenPolicy what the gateway does when the policy is broken when it starts
/// @param state the folder for what it keeps over a restart, absolute
/// @param deny what a denied client sees
public record GatewayConfig(
    String gateway,
    Path policy,
    OnBrokenPolicy onBrokenPolicy,
    Path state,
    Listen listen,
    Deny deny,
    H2c h2c,
    Ech ech,
    Limits limits,
    Timeouts timeouts,
    UpstreamSource upstreamSource,
    Resolve resolve,
    Logs logs,
    Admin admin) {

  /// What holds for every key that the file leaves out.
  public static GatewayConfig defaults(String gateway, Path policy) {
    return new GatewayConfig(
        gateway,
        policy,
        OnBrokenPolicy.LAST_GOOD,
        stateOf(System.getenv("STATE_DIRECTORY")),
        new Listen(List.of(3129), true, 0),
        Deny.RESET,
        H2c.REFUSE,
        Ech.ALLOW_OUTER,
        new Limits(64 << 10, 16 << 10, 10_000, 5_000, 0),
        new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30)),
        new UpstreamSource.Gateway(),
        new Resolve(
            Binding.REPIN,
            List.of(),
            Duration.ofSeconds(2),
            Duration.ofHours(1),
            Duration.ofMinutes(10),
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            List.of()),
        new Logs(LogFormat.AVIATRIX, List.of(new LogOutput.Stdout())),
        new Admin("127.0.0.1", 9190));
  }

  /// The folder that the service manager made for the unit (systemd.exec(5)), which may have made
  /// several.
  static Path stateOf(@Nullable String made) {
    return Path.of(made == null || made.isEmpty() ? "/var/lib/sluice" : made.split(":", 2)[0]);
  }

  /// What is in force while the policy has been broken since the start.
  public enum OnBrokenPolicy {
    /// The last good one, kept on disk; if there is none, nothing passes.
    LAST_GOOD,
    /// Nothing passes.
    DENY_ALL
  }

  /// Where redirected connections arrive.
  ///
  /// @param ports the redirect ports, one at least; protocols are told apart by content on every
  ///   one
  /// @param ipv6 whether to listen on IPv6 too
  /// @param loops event loops, 0 for one a processor
  public record Listen(List<Integer> ports, boolean ipv6, int loops) {}

  /// How a drop looks on the wire.
  public enum Deny {
    /// TCP reset.
    RESET,
    /// FIN.
    CLOSE,
    /// TLS alert access_denied or HTTP 403, then FIN.
    RESPOND
  }

  /// Bounds on what the network may make the gateway keep.
  ///
  /// @param helloBytes a ClientHello on the wire
  /// @param headBytes an HTTP request head
  /// @param undecided connections without a decision, over all loops
  /// @param undecidedPerSource the same of one client
  /// @param flows connections in all, over all loops; 0 for what the descriptor limit allows
  public record Limits(
      int helloBytes, int headBytes, int undecided, int undecidedPerSource, int flows) {}

  /// Deadlines.
  ///
  /// @param decision from accept to a complete ClientHello or request head, absolute
  /// @param connect for the origin to answer the SYN
  /// @param idle without a byte in either direction
  /// @param drain from SIGTERM to the end of the last flow
  /// @param recheckGrace from a change of the policy to the end of flows that it denies; null for
  ///   never
  public record Timeouts(
      Duration decision,
      Duration connect,
      Duration idle,
      Duration drain,
      @Nullable Duration recheckGrace) {}

  /// What happens to HTTP/2 with prior knowledge.
  public enum H2c {
    /// It is dropped.
    REFUSE,
    /// The `:authority` of each of its requests is judged.
    INSPECT
  }

  /// What happens to ClientHellos whose true name is encrypted (ECH, RFC 9849), as far as that can
  /// be told from outside.
  public enum Ech {
    /// The name that they show is judged, like any other.
    ALLOW_OUTER,
    /// They are dropped.
    DENY_REAL,
    /// The name that they show is judged, and the record says so.
    LOG
  }

  /// What happens when a client asks for a name at an address that the name does not have.
  public enum Binding {
    /// Nothing: names are not resolved.
    OFF,
    /// The flow goes where the client sent it, and its record says so.
    LOG,
    /// The flow is dropped.
    ENFORCE,
    /// The flow goes to an address that the name has.
    REPIN
  }

  /// How names are resolved, and what for.
  ///
  /// @param servers the DNS servers to ask, in this order; none for those of /etc/resolv.conf
  /// @param timeout for one server to answer; there are two tries
  /// @param staleMax how long after its expiry an answer serves while no server answers
  /// @param grace how long after its expiry an address still counts as the name's
  /// @param minTtl the shortest life of an answer, whatever its TTL says
  /// @param maxTtl the longest
  /// @param allowPrivate private networks that a flow may be repinned to
  public record Resolve(
      Binding binding,
      List<InetSocketAddress> servers,
      Duration timeout,
      Duration staleMax,
      Duration grace,
      Duration minTtl,
      Duration maxTtl,
      List<Cidr> allowPrivate) {}

  /// The flow log.
  public record Logs(LogFormat format, List<LogOutput> outputs) {}

  /// How a flow event is written.
  public enum LogFormat {
    AVIATRIX,
    JSON
  }

  /// Where the flow log goes.
  public sealed interface LogOutput {
    /// Standard output, which systemd hands to journald.
    record Stdout() implements LogOutput {}

    /// A file, appended to; SIGUSR1 or a rename by logrotate makes the gateway open it anew.
    record File(Path path) implements LogOutput {}

    /// A syslog receiver.
    ///
    /// @param host a name or an IP address; empty for `transport: unix`, where port is 0
    /// @param socket the datagram socket of a local syslog daemon, for `transport: unix`
    record Syslog(
        Transport transport, String host, int port, @Nullable Path socket, SyslogFormat format)
        implements LogOutput {}
  }

  /// How syslog messages travel.
  public enum Transport {
    UDP,
    TCP,
    UNIX
  }

  /// How syslog messages are framed; named after the RFC.
  public enum SyslogFormat {
    RFC3164,
    RFC5424
  }

  /// The HTTP server for /healthz and /metrics.
  ///
  /// @param address where it listens, or null for none
  public record Admin(@Nullable String address, int port) {}
}
