// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.config.GatewayConfig.Deny;
import io.sluice.gateway.config.GatewayConfig.Ech;
import io.sluice.gateway.config.GatewayConfig.H2c;
import io.sluice.gateway.config.GatewayConfig.Limits;
import io.sluice.gateway.config.GatewayConfig.Listen;
import io.sluice.gateway.config.GatewayConfig.Timeouts;
import io.sluice.gateway.config.UpstreamSource;
import io.sluice.gateway.flow.FlowDecider;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.gateway.flow.FlowListener;
import io.sluice.gateway.linux.Pipe;
import io.sluice.gateway.resolve.NameBinding;
import io.sluice.policy.Address;
import io.sluice.policy.DropReason;
import io.sluice.policy.Naming;
import io.sluice.policy.PolicySnapshot;
import io.sluice.policy.Protocol;
import io.sluice.policy.Query;
import io.sluice.policy.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A whole datapath on loopback: real sockets, and an original destination that is always the
/// test's own origin. Names that begin with `allowed` may pass.
final class LoopbackGateway implements AutoCloseable {
  static final Limits LIMITS = new Limits(64 << 10, 16 << 10, 100, 100, 1000);
  static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          null);

  final ServerSocket origin;
  final Queue<FlowEvent> events = new ConcurrentLinkedQueue<>();
  private final Datapath datapath;
  private volatile PolicySnapshot policy = new AllowedNames("allowed");
  private final int port;

  LoopbackGateway() throws IOException {
    this(Deny.RESET);
  }

  LoopbackGateway(Deny deny) throws IOException {
    this(deny, LIMITS, TIMEOUTS);
  }

  LoopbackGateway(Deny deny, Limits limits, Timeouts timeouts) throws IOException {
    this(deny, limits, timeouts, NameBinding.OFF, false, null);
  }

  LoopbackGateway(Limits limits, NameBinding binding) throws IOException {
    this(Deny.RESET, limits, TIMEOUTS, binding, false, null);
  }

  /// @param listener hears of the flows, and [#events] does not
  /// @param fingerprints whether it wants those of TLS clients
  LoopbackGateway(FlowListener listener, boolean fingerprints) throws IOException {
    this(Deny.RESET, LIMITS, TIMEOUTS, NameBinding.OFF, fingerprints, listener);
  }

  private LoopbackGateway(
      Deny deny,
      Limits limits,
      Timeouts timeouts,
      NameBinding binding,
      boolean fingerprints,
      @Nullable FlowListener listener)
      throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    origin = new ServerSocket(0, 1000, loopback);
    port = freePort();
    var destination = Address.of(loopback);
    int originPort = origin.getLocalPort();
    datapath =
        Datapath.start(
            new DatapathSettings(
                new Listen(List.of(port), false, 1),
                deny,
                H2c.INSPECT,
                limits,
                timeouts,
                new UpstreamSource.Gateway(),
                fingerprints,
                16 << 20),
            new FlowDecider(() -> policy, _ -> false, Ech.ALLOW_OUTER, List::of),
            binding,
            listener == null ? events::add : listener,
            new OwnAddresses(),
            (_, _, v6, into) -> into.write(destination, originPort, v6) > 0);
  }

  /// A new connection through the gateway.
  Socket connect() throws IOException {
    return connectFrom("127.0.0.1");
  }

  /// The same from another address of this host.
  Socket connectFrom(String source) throws IOException {
    var socket = new Socket();
    socket.bind(new InetSocketAddress(source, 0));
    socket.connect(new InetSocketAddress(origin.getInetAddress(), port));
    socket.setSoTimeout(20_000);
    return socket;
  }

  /// The origin's end of the next forwarded connection.
  Socket accept() throws IOException {
    origin.setSoTimeout(20_000);
    var socket = origin.accept();
    socket.setSoTimeout(20_000);
    return socket;
  }

  /// Puts another policy in force and judges what has passed by it: names that begin with `prefix`
  /// may pass.
  void allow(String prefix) {
    policy = new AllowedNames(prefix);
    datapath.recheck(Duration.ZERO);
  }

  /// The same, and an address in the place of a name may, too.
  void allowAddresses() {
    allow(Naming.IP_LITERAL);
  }

  /// The same for what is neither TLS nor HTTP.
  void allowOtherProtocols() {
    allow(Naming.NOT_TLS_OR_HTTP);
  }

  private void allow(Naming unnamed) {
    var names = policy;
    policy =
        new PolicySnapshot() {
          @Override
          public Verdict decide(Query query) {
            return query.naming() == unnamed ? new Verdict.Forward() : names.decide(query);
          }

          @Override
          public String version() {
            return unnamed.name();
          }
        };
  }

  int flows() {
    return datapath.flows();
  }

  /// What `count` says of the gateway's one loop, on the thread of that loop.
  <T> T onLoop(Function<Loop, T> count) {
    var loop = datapath.loops().getFirst();
    return loop.executor.submit(() -> count.apply(loop)).syncUninterruptibly().getNow();
  }

  /// Bytes kept for receivers that have not taken them.
  long bytesKept() {
    return onLoop(loop -> loop.chunks.inUse());
  }

  int pipesInUse() {
    return onLoop(loop -> loop.pipes.inUse());
  }

  /// Leaves the gateway without pipes, so that it has to copy; [#give] them back before the end.
  List<Pipe> takeAllPipes() {
    return onLoop(loop -> Stream.generate(loop.pipes::take).takeWhile(Objects::nonNull).toList());
  }

  void give(List<Pipe> pipes) {
    onLoop(loop -> {
      pipes.forEach(loop.pipes::give);
      return true;
    });
  }

  List<DropReason> dropReasons() {
    return events.stream()
        .map(e -> e instanceof FlowEvent.Decided d ? d.verdict() : null)
        .map(v -> v instanceof Verdict.Drop drop ? drop.reason() : null)
        .filter(Objects::nonNull)
        .toList();
  }

  List<FlowEvent.Ended> endings() {
    return events.stream()
        .filter(FlowEvent.Ended.class::isInstance)
        .map(FlowEvent.Ended.class::cast)
        .toList();
  }

  @Override
  public void close() throws IOException {
    datapath.close();
    origin.close();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private record AllowedNames(String prefix) implements PolicySnapshot {
    @Override
    public Verdict decide(Query query) {
      var host = query.host();
      if (host == null) {
        return new Verdict.Drop(
            query.protocol() == Protocol.TLS ? DropReason.NO_SNI : DropReason.NOT_TLS_OR_HTTP);
      }
      return host.startsWith(prefix)
          ? new Verdict.Forward()
          : new Verdict.Drop(DropReason.NOT_WHITELISTED);
    }

    @Override
    public String version() {
      return prefix;
    }
  }
}
