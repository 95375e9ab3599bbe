// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.gateway.flow.FlowEvent;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// The thread that turns events into lines.
///
/// While events come it looks for more every [#LINGER] and writes what has gathered at once, so
/// that producers need not wake it. When a look finds nothing it declares itself asleep, and the
/// first producer to see that wakes it.
final class LogWriter extends Thread {
  private static final int BATCH = 4096;

  /// Long enough to gather records of a busy gateway, short enough that writing them does not keep
  /// an event loop on the same core waiting (docs/performance.md).
  private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long CLOSING_RETRY = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long CLOSING_PATIENCE = TimeUnit.SECONDS.toNanos(2);

  private final EventRing<FlowEvent> ring;
  private final LineFormat format;
  private final List<Output> outputs;
  private final AtomicLong suppressed = new AtomicLong();
  private final AtomicBoolean asleep = new AtomicBoolean();
  private final LineBuffer message = new LineBuffer();
  private final AtomicLong written = new AtomicLong();
  private volatile boolean closing;
  private long announced;

  LogWriter(EventRing<FlowEvent> ring, LineFormat format, List<Output> outputs) {
    super("sluice-flow-log");
    setDaemon(true);
    this.ring = ring;
    this.format = format;
    this.outputs = outputs;
  }

  /// Queues an event, or counts it when there is no room. Any thread; never waits.
  void offer(FlowEvent event) {
    if (!ring.offer(event)) {
      suppressed.incrementAndGet();
    }
    if (asleep.get() && asleep.compareAndSet(true, false)) {
      LockSupport.unpark(this);
    }
  }

  /// Messages that found no room in the ring.
  long suppressed() {
    return suppressed.get();
  }

  /// Messages handed to the outputs.
  long written() {
    return written.get();
  }

  /// Refuses later events, has everything before written and ends.
  void close() {
    ring.close();
    closing = true;
    LockSupport.unpark(this);
  }

  @Override
  public void run() {
    boolean waiting = flush();
    while (!closing || !ring.isEmpty()) {
      int count = writeBatch();
      if (count == 0) {
        sleep(waiting);
      }
      waiting = flush();
      if (count > 0 && count < BATCH) {
        LockSupport.parkNanos(this, LINGER);
      }
    }
    announceSuppressed();
    long deadline = System.nanoTime() + CLOSING_PATIENCE;
    while (flush() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(this, CLOSING_RETRY);
    }
    outputs.forEach(Output::close);
  }

  /// Writes what is in the ring; returns how many messages that were.
  private int writeBatch() {
    int count = 0;
    while (count < BATCH) {
      var event = ring.poll();
      if (event == null) {
        break;
      }
      write(event);
      count++;
    }
    written.addAndGet(count);
    announceSuppressed();
    return count;
  }

  private void announceSuppressed() {
    long total = suppressed.get();
    long more = total - announced;
    if (more > 0) {
      outputs.forEach(output -> output.addSuppressed(more));
      announced = total;
    }
  }

  private void write(FlowEvent event) {
    format.append(event, message.clear());
    var time = time(event);
    var severity = Severity.of(event);
    for (var output : outputs) {
      output.append(time, severity, message);
    }
  }

  private static Instant time(FlowEvent event) {
    return switch (event) {
      case FlowEvent.Decided decided -> decided.time();
      case FlowEvent.Ended ended -> ended.time();
    };
  }

  private boolean flush() {
    boolean waiting = false;
    for (var output : outputs) {
      waiting |= output.flush();
    }
    return waiting;
  }

  private void sleep(boolean waiting) {
    asleep.set(true);
    if (!ring.isEmpty() || closing) {
      // A producer has claimed a slot and is about to fill it.
      Thread.onSpinWait();
    } else {
      if (waiting) {
        LockSupport.parkNanos(this, RETRY);
      } else {
        LockSupport.park(this);
      }
    }
    asleep.set(false);
  }
}
