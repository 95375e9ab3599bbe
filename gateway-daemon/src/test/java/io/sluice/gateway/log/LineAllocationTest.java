// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static io.sluice.gateway.log.Events.allowedBy;
import static io.sluice.gateway.log.Events.decided;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sluice.gateway.flow.FlowEvent;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a line costs the garbage collector.
class LineAllocationTest {
  private static final int LINES = 20_000;

  /// Less than one small object a line.
  private static final long BYTES_PER_LINE = 16;

  static List<LineFormat> formats() {
    return List.of(new AviatrixLineFormat("gw-1", "0"), new JsonLineFormat("gw-1", "0"));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void allocatesNothingForALine(LineFormat format) {
    var verdict =
        format instanceof AviatrixLineFormat
            ? Events.notedBy(List.of("pci", "prod"), "net-team", "OPS-1", "for the backups")
            : allowedBy("*.amazonaws.com");
    var event = decided("My_Bucket.s3.amazonaws.com", verdict);
    var framing = new LineFraming("gw-host", format);
    var message = new LineBuffer();
    var frame = new LineBuffer();
    var frames = new FrameBuffer(64 << 10, 64);
    Runnable line = () -> write(format, framing, event, message, frame, frames);
    repeat(line);

    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    repeat(line);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated / LINES).isLessThan(BYTES_PER_LINE);
  }

  private static void repeat(Runnable line) {
    for (int i = 0; i < LINES; i++) {
      line.run();
    }
  }

  private static void write(
      LineFormat format,
      Framing framing,
      FlowEvent event,
      LineBuffer message,
      LineBuffer frame,
      FrameBuffer frames) {
    format.append(event, message.clear());
    framing.frame(Events.TIME, Severity.of(event), message, frame.clear());
    frames.add(frame);
    frames.removeFirst();
  }
}
