// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A sink and how it fares: when it fails the gateway goes on, says so once, and tries again after
/// a while that grows.
final class Output {
  private static final Logger LOG = LoggerFactory.getLogger(Output.class);
  private static final long FIRST_WAIT = 1_000_000_000;
  private static final long LONGEST_WAIT = 60_000_000_000L;

  private final Sink sink;
  private volatile long failures;
  private long wait;
  private long failedAt;

  Output(Sink sink) {
    this.sink = sink;
  }

  long failures() {
    return failures;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void write(ByteBuffer lines) {
    if (wait > 0 && System.nanoTime() - failedAt < wait) {
      failures++;
      return;
    }
    try {
      sink.write(lines);
      if (wait > 0) {
        LOG.warn("the flow log reaches {} again", sink);
        wait = 0;
      }
    } catch (IOException | RuntimeException e) {
      failures++;
      failedAt = System.nanoTime();
      if (wait == 0) {
        LOG.error("the flow log cannot be written to {}: {}", sink, e.toString());
      }
      wait = wait == 0 ? FIRST_WAIT : Math.min(wait * 2, LONGEST_WAIT);
    }
  }

  void close() {
    try {
      sink.close();
    } catch (IOException e) {
      LOG.warn("cannot close {}: {}", sink, e.toString());
    }
  }
}
