// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One configured output: messages are framed, wait for the sink, and are counted when they cannot.
///
/// A sink that fails is tried again after a pause that doubles up to [#LONGEST_PAUSE]; the
/// beginning and the end of such an episode are reported once. Used by the writer thread, but for
/// the counters.
final class Output {
  static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
  static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(30);

  static final long STEADY = TimeUnit.SECONDS.toNanos(10);

  private static final Logger LOG = LoggerFactory.getLogger(FlowLog.class);
  private static final int BUFFER_BYTES = 256 << 10;
  private static final int BUFFER_FRAMES = 2048;
  private static final long LOSS_REPORTS = TimeUnit.MINUTES.toNanos(1);

  private final Sink sink;
  private final Framing framing;
  private final LineFormat format;
  private final LongSupplier nanoTime;
  private final Clock clock;
  private final FrameBuffer frames = new FrameBuffer(BUFFER_BYTES, BUFFER_FRAMES);
  private final LineBuffer frame = new LineBuffer();
  private final LineBuffer summary = new LineBuffer();

  /// Messages that were not written and that no `suppressed=` line speaks of yet.
  private long unannounced;

  /// Within an episode, which ends when the sink has worked for [#STEADY].
  private boolean failing;

  private boolean paused;
  private long pause;
  private long failedAt;
  private long reportedLossAt;

  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();

  Output(Sink sink, Framing framing, LineFormat format, LongSupplier nanoTime, Clock clock) {
    this.sink = sink;
    this.framing = framing;
    this.format = format;
    this.nanoTime = nanoTime;
    this.clock = clock;
    reportedLossAt = nanoTime.getAsLong() - LOSS_REPORTS - 1;
  }

  /// Messages that this sink lost.
  long lost() {
    return lost.get();
  }

  /// Episodes in which the sink did not work.
  long failures() {
    return failures.get();
  }

  void reopen() {
    sink.reopen();
  }

  /// Hands in a message; it is written with the next [#flush] at the latest.
  void append(Instant time, Severity severity, LineBuffer message) {
    framing.frame(time, severity, message, frame.clear());
    if (announce() && frames.add(frame)) {
      return;
    }
    flush();
    if (!(announce() && frames.add(frame))) {
      lose(1);
    }
  }

  /// Notes messages that never came this far.
  void addSuppressed(long count) {
    unannounced += count;
  }

  /// Gives the sink what waits for it; returns whether something still waits.
  boolean flush() {
    long now = nanoTime.getAsLong();
    if (paused && now - failedAt < pause) {
      return isWaiting();
    }
    try {
      if (paused) {
        paused = false;
        sink.close();
      }
      boolean works = sink.drain(frames);
      if (works && unannounced > 0 && announce()) {
        works = sink.drain(frames);
      }
      if (failing && works && now - failedAt > STEADY) {
        failing = false;
        LOG.info("Flow log output {} works again; {} messages lost in all", sink, lost());
      }
    } catch (IOException e) {
      fail(now, e);
    }
    return isWaiting();
  }

  /// Writes what the sink takes and lets go of it; what it does not take is lost.
  void close() {
    pause = 0;
    flush();
    lose(frames.clear());
    sink.close();
    if (unannounced > 0) {
      LOG.warn("Flow log output {}: {} messages were not written", sink, unannounced);
    }
  }

  private boolean isWaiting() {
    return !frames.isEmpty() || unannounced > 0;
  }

  /// Speaks of lost messages before any later one; false when there is no room for that.
  private boolean announce() {
    if (unannounced == 0) {
      return true;
    }
    var now = clock.instant();
    format.appendSuppressed(now, unannounced, summary.clear());
    var announcement = new LineBuffer();
    framing.frame(now, Severity.WARNING, summary, announcement);
    if (!frames.add(announcement)) {
      return false;
    }
    unannounced = 0;
    return true;
  }

  private void fail(long now, IOException e) {
    paused = true;
    failedAt = now;
    pause = failing ? Math.min(2 * pause, LONGEST_PAUSE) : SHORTEST_PAUSE;
    if (!failing) {
      failing = true;
      failures.incrementAndGet();
      LOG.warn("Flow log output {} does not work: {}; trying again", sink, e.toString());
    }
  }

  private void lose(long count) {
    long now = nanoTime.getAsLong();
    if (count > 0 && now - reportedLossAt > LOSS_REPORTS) {
      reportedLossAt = now;
      LOG.warn("Flow log output {} does not keep up; what it cannot take is counted", sink);
    }
    unannounced += count;
    lost.addAndGet(count);
  }
}
