// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.config.GatewayConfig.H2c;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.gateway.http2.FirstRequest;
import io.sluice.gateway.http2.StreamWalker;
import io.sluice.gateway.linux.Errno;
import io.sluice.gateway.resolve.Answer;
import io.sluice.gateway.resolve.Target;
import io.sluice.peek.ClientHello;
import io.sluice.peek.Ja4;
import io.sluice.peek.Peek;
import io.sluice.peek.Peeker;
import io.sluice.peek.RequestSource;
import io.sluice.peek.RequestWalker;
import io.sluice.policy.Address;
import io.sluice.policy.DropReason;
import io.sluice.policy.Protocol;
import io.sluice.policy.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects the client's first bytes until they can be judged, and finds out where the flow goes.
///
/// Mostly they are all there at the first recv(2): then they are judged in the loop's buffer and
/// the client's socket is not even registered.
final class FirstFlight implements Phase {
  private static final int FIRST_CHUNK = 4 << 10;

  /// Hellos and heads are seldom larger, and all that is read may have to be kept.
  private static final int FIRST_READ = 64 << 10;

  /// Numbers that are kept for a fingerprint; real hellos have below a hundred.
  private static final int LARGEST_FINGERPRINT = 512;

  private final Flow flow;
  private final Loop loop;
  private final Peeker peeker;

  /// The bytes so far, once the first recv(2) has not brought all.
  private @Nullable Chunk kept;

  private int enough = 1;
  private boolean waits;
  private @Nullable FirstRequest http2;

  private FlowEvent.@Nullable Decided asking;

  private FirstFlight(Flow flow) {
    this.flow = flow;
    this.loop = flow.loop;
    this.peeker = loop.takePeeker();
  }

  /// Starts the flow.
  static void start(Flow flow) {
    var phase = new FirstFlight(flow);
    flow.enter(phase, flow.loop.deciding);
    var passes = flow.loop.decider.pass(flow.connection);
    if (passes == null) {
      phase.firstRead();
    } else {
      phase.forward(passes, List.of(passes.dialled()), new Peek.Unrecognized(), flow.loop.view(0));
    }
  }

  /// The decision that holds if the name's addresses, which are being asked for, allow it; else
  /// null.
  FlowEvent.@Nullable Decided asking() {
    return asking;
  }

  @Override
  public void ready(Leg leg, int events) {
    while (asking == null && leg.readable && !flow.isClosed() && read()) {
      // read() says whether to go on.
    }
  }

  @Override
  public void expired() {
    if (asking != null) {
      Refusal.drop(flow, asking.dropped(DropReason.RESOLVER_UNAVAILABLE));
      return;
    }
    drop(Protocol.OTHER, kept == null ? DropReason.NO_CLIENT_DATA : DropReason.DECISION_TIMEOUT);
  }

  @Override
  public void release() {
    asking = null;
    if (waits) {
      loop.quota.remove(flow);
    }
    loop.givePeeker(peeker);
    if (kept != null) {
      loop.chunks.give(kept);
      kept = null;
    }
  }

  private void firstRead() {
    int most = Math.min(loop.readSize(), FIRST_READ);
    int n = loop.syscalls.recv(flow.client.intValue(), loop.bufferAddress, most, 0);
    if (n > 0) {
      var peek = look(loop.view(n));
      if (peek instanceof Peek.NeedMore(int atLeast)) {
        enough = atLeast;
        if (keep(n)) {
          await();
        }
      } else {
        judged(peek, loop.view(n));
      }
    } else if (n == Errno.EAGAIN) {
      await();
    } else {
      drop(Protocol.OTHER, DropReason.CLIENT_CLOSED);
    }
  }

  /// Waits for more from the client.
  private void await() {
    if (flow.client.register(loop, false)) {
      takePlace();
    } else {
      drop(Protocol.OTHER, DropReason.INTERNAL_ERROR);
    }
  }

  /// Takes one of the places of this client, from its oldest flow if there is none left.
  private void takePlace() {
    if (!waits) {
      waits = true;
      var oldest = loop.quota.add(flow);
      if (oldest != null) {
        loop.shed(oldest);
      }
    }
  }

  /// Reads once more behind the bytes kept; returns whether there may be more to read.
  private boolean read() {
    var chunk = withRoom();
    if (chunk == null) {
      return false;
    }
    int room = chunk.capacity() - chunk.write;
    int n = loop.syscalls.recv(flow.client.intValue(), chunk.address + chunk.write, room, 0);
    if (n == Errno.EAGAIN) {
      flow.client.readable = false;
      return false;
    }
    if (n <= 0) {
      drop(Protocol.OTHER, DropReason.CLIENT_CLOSED);
      return false;
    }
    chunk.write += n;
    if (chunk.readable() < enough) {
      return true;
    }
    var peek = look(chunk.bytes());
    if (peek instanceof Peek.NeedMore(int atLeast)) {
      enough = atLeast;
      return true;
    }
    judged(peek, chunk.bytes());
    return false;
  }

  private Peek look(ByteBuffer bytes) {
    if (http2 == null) {
      var peek = peeker.peek(bytes);
      if (loop.settings.h2c() == H2c.REFUSE || !(peek instanceof Peek.Http2)) {
        return peek;
      }
      http2 = new FirstRequest(loop.settings.limits().headBytes());
    }
    return http2.peek(bytes);
  }

  /// The kept chunk with room for at least one byte; null when the flow had to be dropped.
  private @Nullable Chunk withRoom() {
    var old = kept;
    if (old != null && old.write < old.capacity()) {
      return old;
    }
    var chunk = loop.take(old == null ? FIRST_CHUNK : old.capacity() + 1, flow);
    if (chunk == null) {
      drop(Protocol.OTHER, DropReason.TOO_MANY_UNDECIDED);
      return null;
    }
    if (old != null) {
      chunk.append(old.memory, 0, old.write);
      loop.chunks.give(old);
    }
    kept = chunk;
    return chunk;
  }

  private boolean keep(int n) {
    var chunk = loop.take(n + 1, flow);
    if (chunk == null) {
      drop(Protocol.OTHER, DropReason.TOO_MANY_UNDECIDED);
      return false;
    }
    chunk.append(loop.buffer, 0, n);
    kept = chunk;
    return true;
  }

  private void judged(Peek peek, ByteBuffer bytes) {
    var decided = fingerprinted(loop.decider.decide(flow.connection, peek), peek, bytes);
    switch (decided.verdict()) {
      case Verdict.Drop _ -> Refusal.drop(flow, decided);
      case Verdict.Forward _ -> go(loop.binding.flow(decided), decided, peek, bytes);
    }
  }

  /// Notes what tells the client's program apart, if the log wants that; the log's thread hashes
  /// it.
  private FlowEvent.Decided fingerprinted(FlowEvent.Decided decided, Peek peek, ByteBuffer bytes) {
    if (!loop.settings.fingerprints() || !(peek instanceof Peek.Tls tls)) {
      return decided;
    }
    var ja4 = Ja4.of(bytes, tls);
    return ja4 == null || ja4.size() > LARGEST_FINGERPRINT
        ? decided
        : decided.with(decided.seen().with(ja4));
  }

  @SuppressWarnings("ReferenceEquality") // no more than a short cut for most
  private void go(Target target, FlowEvent.Decided decided, Peek peek, ByteBuffer bytes) {
    // What is rare is apart: the JVM compiles a switch over patterns for what it has seen so far,
    // and the first flow that takes another way would stop all for its compilation anew.
    if (target == Target.KEEP) {
      stay(decided, peek, bytes);
    } else {
      goElsewhere(target, decided, peek, bytes);
    }
  }

  private void goElsewhere(Target target, FlowEvent.Decided decided, Peek peek, ByteBuffer bytes) {
    switch (target) {
      case Target.Keep() -> stay(decided, peek, bytes);
      case Target.Dial dial -> dial(dial, decided, peek, bytes);
      case Target.Drop(DropReason reason) -> Refusal.drop(flow, decided.dropped(reason));
      case Target.Ask() -> ask(decided, peek, bytes);
    }
  }

  /// Goes where the client wants to.
  private void stay(FlowEvent.Decided decided, Peek peek, ByteBuffer bytes) {
    forward(decided, List.of(decided.dialled()), peek, bytes);
  }

  /// Goes to those of the candidates that the policy allows, too.
  private void dial(Target.Dial target, FlowEvent.Decided decided, Peek peek, ByteBuffer bytes) {
    var allowed = new ArrayList<Address>();
    var refused = decided;
    for (var candidate : target.candidates()) {
      var judged = loop.decider.at(candidate, decided);
      if (judged.verdict() instanceof Verdict.Drop) {
        refused = judged;
      } else {
        allowed.add(candidate);
      }
    }
    if (allowed.isEmpty()) {
      Refusal.drop(flow, refused);
    } else {
      forward(decided.with(target.mismatch().dialling(allowed.getFirst())), allowed, peek, bytes);
    }
  }

  /// Waits for the name's addresses, within the time there is to decide.
  private void ask(FlowEvent.Decided decided, Peek peek, ByteBuffer bytes) {
    if (kept == null && !keep(bytes.remaining())) {
      return;
    }
    asking = decided;
    takePlace();
    var wanted = decided.connection().destination();
    loop.binding.ask(decided, wanted, loop.executor, answer -> answered(answer, peek));
  }

  private void answered(Answer answer, Peek peek) {
    var all = kept;
    if (asking == null || all == null) {
      return;
    }
    asking = null;
    try {
      // By the policy in force now, which may be another one than before the wait.
      var now = fingerprinted(loop.decider.decide(flow.connection, peek), peek, all.bytes());
      switch (now.verdict()) {
        case Verdict.Drop _ -> Refusal.drop(flow, now);
        case Verdict.Forward _ -> go(loop.binding.flow(answer, now), now, peek, all.bytes());
      }
    } catch (RuntimeException e) {
      flow.fail(e);
    }
  }

  private void forward(
      FlowEvent.Decided decided, List<Address> candidates, Peek peek, ByteBuffer bytes) {
    loop.listener.on(decided);
    flow.forward(decided);
    var gate = gate(decided, peek);
    int pass = gate == null ? bytes.remaining() : gate.judge(bytes);
    if (gate != null && gate.hasRefused() && gate.resets()) {
      flow.reset(FlowEvent.End.REQUEST_DROPPED);
      return;
    }
    // With a gate the bytes behind the judged ones stay with it, so what is passed is a prefix.
    var first = kept;
    if (first == null) {
      first = loop.take(pass, flow);
      if (first == null) {
        if (gate != null) {
          gate.release();
        }
        flow.reset(FlowEvent.End.INTERNAL_ERROR);
        return;
      }
      first.append(loop.buffer, 0, pass);
    } else {
      first.write = pass;
    }
    kept = null;
    release();
    Dial.start(flow, candidates, first, gate);
  }

  /// What else there is to judge on this connection.
  private @Nullable Gate gate(FlowEvent.Decided decided, Peek peek) {
    return switch (peek) {
      case Peek.Http _ -> new RequestGate(flow, requests(), decided);
      case Peek.Tls(ClientHello hello, int length) ->
          new HelloGate(flow, hello.serverName(), length);
      case Peek.Malformed bad when bad.protocol() == Peek.Protocol.HTTP ->
          new RequestGate(flow, requests(), decided);
      case Peek.Malformed literal -> new HelloGate(flow, literal.name(), literal.length());
      default -> null;
    };
  }

  private RequestSource requests() {
    int headLimit = loop.settings.limits().headBytes();
    return http2 == null ? new RequestWalker(headLimit) : new StreamWalker(headLimit);
  }

  private void drop(Protocol protocol, DropReason reason) {
    Refusal.drop(flow, loop.decider.drop(flow.connection, protocol, null, reason));
  }
}
