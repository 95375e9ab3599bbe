// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.netty.channel.IoEventLoop;
import io.sluice.gateway.flow.FlowDecider;
import io.sluice.gateway.flow.FlowEvent.End;
import io.sluice.gateway.flow.FlowListener;
import io.sluice.gateway.linux.SocketAddress;
import io.sluice.gateway.linux.SocketOptions;
import io.sluice.gateway.linux.Syscalls;
import io.sluice.gateway.resolve.NameBinding;
import io.sluice.peek.Peeker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What the flows of one event loop share: its thread, its one big buffer, its pools and timers.
/// Used on that thread only, but for [#flows].
final class Loop {
  /// What one recv(2) may bring; smaller buffers cost several times the CPU in bulk transfers.
  static final int BUFFER_SIZE = 256 << 10;

  private static final int PIPES = 32;

  /// Flows judged anew before others have their turn.
  private static final int RECHECKS = 256;

  private static final long TICK_MILLIS = 250;

  final IoEventLoop executor;
  final DatapathSettings settings;
  final FlowDecider decider;
  final NameBinding binding;
  final FlowListener listener;
  final Syscalls syscalls = new Syscalls();
  final SocketOptions options = new SocketOptions(syscalls);
  final SocketAddress address = new SocketAddress();
  final MemorySegment buffer = Arena.global().allocate(BUFFER_SIZE, 4096);
  final long bufferAddress = buffer.address();
  final ChunkPool chunks;
  final SourceQuota quota;
  final SourceSelection sources;
  final UsedUpPorts usedUp = new UsedUpPorts(this::now);
  final PipePool pipes = new PipePool(syscalls, PIPES);

  final TimingWheel deciding;
  final TimingWheel dialing;
  final TimingWheel relaying;
  final TimingWheel lingering;

  /// The gates that hold bytes of a record or head that cannot be judged yet.
  final TimingWheel holding;

  private final AtomicInteger flows = new AtomicInteger();

  private final ByteBuffer view = buffer.asByteBuffer();
  private final ArrayDeque<Peeker> peekers = new ArrayDeque<>();
  private final Runnable closePending = this::closePending;
  private final int undecidedLimit;
  private final int flowLimit;
  private final long idStep;
  private long nextId;
  private int[] closing = new int[64];
  private int closingCount;

  Loop(
      IoEventLoop executor,
      int index,
      int loops,
      DatapathSettings settings,
      FlowDecider decider,
      NameBinding binding,
      FlowListener listener,
      PortShortage shortage) {
    this.executor = executor;
    this.settings = settings;
    this.decider = decider;
    this.binding = binding;
    this.listener = listener;
    this.sources = SourceSelection.of(settings.upstreamSource(), this, shortage);
    this.chunks = new ChunkPool(settings.bufferBytes() / loops);
    this.undecidedLimit = Math.max(1, settings.limits().undecided() / loops);
    this.quota = new SourceQuota(Math.max(1, settings.limits().undecidedPerSource() / loops));
    this.flowLimit = Math.max(1, settings.limits().flows() / loops);
    this.idStep = loops;
    this.nextId = index + 1L;
    long now = now();
    this.deciding = new TimingWheel(settings.timeouts().decision().toNanos(), now);
    this.dialing = new TimingWheel(settings.timeouts().connect().toNanos(), now);
    this.relaying = new TimingWheel(settings.timeouts().idle().toNanos(), now);
    this.lingering = new TimingWheel(TimeUnit.SECONDS.toNanos(2), now);
    this.holding = new TimingWheel(settings.timeouts().decision().toNanos(), now);
    executor.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// The clock of all timeouts, in nanoseconds.
  long now() {
    return System.nanoTime();
  }

  /// A number that no other flow of the process has.
  long nextFlowId() {
    long id = nextId;
    nextId += idStep;
    return id;
  }

  /// The first `length` bytes of the buffer.
  ByteBuffer view(int length) {
    return view.limit(length).position(0);
  }

  /// How much to read at once: the less, the more is held back for peers that do not take it.
  int readSize() {
    return chunks.readSize();
  }

  /// A chunk for `flow`; where memory is short, gates that hold bytes and then undecided flows give
  /// way for it, the oldest first.
  @Nullable Chunk take(int size, Flow flow) {
    var chunk = chunks.take(size);
    while (chunk == null && ChunkPool.has(size) && (shedHolder(flow) || shedOther(flow))) {
      chunk = chunks.take(size);
    }
    return chunk;
  }

  /// A chunk for a gate of `flow`; the gates that have held bytes for longest give way for it.
  @Nullable Chunk hold(int size, Flow flow) {
    var chunk = chunks.hold(size);
    while (chunk == null && ChunkPool.has(size) && shedHolder(flow)) {
      chunk = chunks.hold(size);
    }
    return chunk;
  }

  private boolean shedHolder(Flow flow) {
    if (!(holding.oldest() instanceof Gate gate) || gate.flow == flow) {
      return false;
    }
    gate.shed();
    return true;
  }

  private boolean shedOther(Flow flow) {
    return deciding.oldest() != flow && shedOldest();
  }

  Peeker takePeeker() {
    // Not by a null from pollLast(): code compiled before there was one would be compiled anew.
    return peekers.isEmpty()
        ? new Peeker(settings.limits().helloBytes(), settings.limits().headBytes())
        : peekers.removeLast();
  }

  void givePeeker(Peeker peeker) {
    peeker.reset();
    peekers.addLast(peeker);
  }

  /// Whether another flow fits; makes room by shedding the oldest undecided one if need be.
  boolean admit() {
    if (deciding.size() >= undecidedLimit || flows() >= flowLimit) {
      shedOldest();
    }
    return flows() < flowLimit;
  }

  /// Drops the undecided flow that has waited longest; returns whether there was one.
  boolean shedOldest() {
    if (!(deciding.oldest() instanceof Flow flow)) {
      return false;
    }
    shed(flow);
    return true;
  }

  /// Drops an undecided flow to make room, at once: it has no time to linger.
  void shed(Flow flow) {
    listener.on(flow.givenUp());
    flow.reset(End.REQUEST_DROPPED);
  }

  /// Connections open on this loop; any thread may ask.
  int flows() {
    return flows.get();
  }

  /// Counts a flow that begins; only this loop's thread writes, so no atomic increment is needed.
  void remember() {
    flows.lazySet(flows.get() + 1);
  }

  void forget(Flow flow) {
    deciding.remove(flow);
    dialing.remove(flow);
    relaying.remove(flow);
    lingering.remove(flow);
    flows.lazySet(flows.get() - 1);
  }

  /// Asks the policy in force about every flow that has passed, some at a time.
  void recheck() {
    var passed = new ArrayDeque<Flow>();
    for (var wheel : new TimingWheel[] {dialing, relaying}) {
      wheel.forEach(entry -> passed.add((Flow) entry));
    }
    recheck(passed);
  }

  private void recheck(ArrayDeque<Flow> passed) {
    for (int i = 0; i < RECHECKS && !passed.isEmpty(); i++) {
      passed.remove().recheck();
    }
    if (!passed.isEmpty()) {
      executor.execute(() -> recheck(passed));
    }
  }

  /// Closes a descriptor once the events at hand are handled: its number must not come back before,
  /// or events of the old socket would be taken for the new one's.
  void closeAfterEvents(int fd) {
    if (closingCount == 0) {
      executor.execute(closePending);
    }
    if (closingCount == closing.length) {
      closing = Arrays.copyOf(closing, closing.length * 2);
    }
    closing[closingCount++] = fd;
  }

  /// Resets every flow; the process stops.
  void abortAll() {
    for (var wheel : new TimingWheel[] {deciding, dialing, relaying, lingering}) {
      while (wheel.oldest() instanceof Flow flow) {
        flow.abort();
      }
    }
    closePending();
    pipes.close();
  }

  private void closePending() {
    for (int i = 0; i < closingCount; i++) {
      syscalls.close(closing[i]);
    }
    closingCount = 0;
  }

  private void tick() {
    long now = now();
    deciding.advance(now);
    dialing.advance(now);
    relaying.advance(now);
    lingering.advance(now);
    holding.advance(now);
  }
}
