// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.config.GatewayConfig.LogOutput;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.gateway.flow.FlowListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Writes flow events as lines, on a thread of its own.
///
/// Event loops never wait for it. Events that find the ring full are counted, and a line says how
/// many they were, so that lines and counts add up to all events.
public final class FlowLog implements FlowListener, AutoCloseable {
  private static final int CAPACITY = 1 << 14;
  private static final int BATCH_CHARS = 64 << 10;

  /// While lines come in, how long to wait for more before the next batch: a wait and a write each
  /// cost a system call.
  private static final long LINGER_NANOS = 10_000_000;

  /// How many such waits in vain before the writer sleeps until it is woken.
  private static final int IDLE_TURNS = 10;

  private final EventRing ring = new EventRing(CAPACITY);
  private final LineFormat format;
  private final List<Output> outputs;
  private final AtomicLong suppressed = new AtomicLong();
  private final StringBuilder batch = new StringBuilder(BATCH_CHARS + 4096);
  private final Thread writer;
  private long reported;
  private volatile boolean asleep;
  private volatile boolean closing;

  FlowLog(LineFormat format, List<Sink> sinks) {
    this.format = format;
    this.outputs = sinks.stream().map(Output::new).toList();
    this.writer = Thread.ofPlatform().name("sluice-log").daemon().unstarted(this::run);
  }

  /// Opens all outputs and starts the writer.
  ///
  /// @param gateway the gateway's name in the lines
  /// @param host this machine's name, for headers
  public static FlowLog open(GatewayConfig.Logs logs, String gateway, String host)
      throws IOException {
    var format =
        switch (logs.format()) {
          case AVIATRIX -> new AviatrixLineFormat(gateway, host);
          case JSON -> new JsonLineFormat(gateway);
        };
    var sinks = new ArrayList<Sink>();
    for (var output : logs.outputs()) {
      sinks.add(
          switch (output) {
            case LogOutput.Stdout() -> new StreamSink();
            case LogOutput.File(var path) -> new FileSink(path);
            case LogOutput.Syslog syslog -> throw new IOException("no syslog yet: " + syslog);
          });
    }
    var log = new FlowLog(format, sinks);
    log.writer.start();
    return log;
  }

  @Override
  public void on(FlowEvent event) {
    if (!ring.offer(event)) {
      suppressed.incrementAndGet();
    }
    // The writer looks at the ring once more after it says that it sleeps, so no event is left
    // behind.
    if (asleep) {
      asleep = false;
      LockSupport.unpark(writer);
    }
  }

  /// Events that could not be written because they came faster than the outputs take them.
  public long suppressed() {
    return suppressed.get();
  }

  /// Batches that an output failed to take.
  public long failures() {
    return outputs.stream().mapToLong(Output::failures).sum();
  }

  /// Writes all that is there, then closes the outputs.
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(writer);
    try {
      writer.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    outputs.forEach(Output::close);
  }

  private void run() {
    int idle = 0;
    while (true) {
      boolean last = closing;
      boolean wrote = writeBatch();
      if (wrote) {
        idle = 0;
      } else if (last) {
        return;
      } else if (++idle < IDLE_TURNS) {
        LockSupport.parkNanos(this, LINGER_NANOS);
      } else {
        sleep();
        idle = 0;
      }
    }
  }

  private void sleep() {
    asleep = true;
    while (asleep && ring.isEmpty() && !closing) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  /// Writes one batch; returns whether there was anything to write.
  private boolean writeBatch() {
    batch.setLength(0);
    boolean any = false;
    while (batch.length() < BATCH_CHARS) {
      var event = ring.poll();
      if (event == null) {
        break;
      }
      any = true;
      int before = batch.length();
      format.append(batch, event);
      if (batch.length() > before) {
        batch.append('\n');
      }
    }
    long lost = suppressed.get();
    if (lost > reported) {
      format.appendSuppressed(batch, Instant.now(), lost - reported);
      batch.append('\n');
      reported = lost;
      any = true;
    }
    if (!batch.isEmpty()) {
      var bytes = ByteBuffer.wrap(batch.toString().getBytes(StandardCharsets.US_ASCII));
      outputs.forEach(output -> output.write(bytes.duplicate()));
    }
    return any;
  }
}
