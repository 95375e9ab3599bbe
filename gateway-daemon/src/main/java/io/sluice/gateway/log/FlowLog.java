// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.config.GatewayConfig.LogOutput;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.gateway.flow.FlowListener;
import io.sluice.policy.Handling;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The flow log: hears about flows on the event loops and has them written by a thread of its own.
///
/// An output that does not work never holds up a flow or another thread; what cannot be written is
/// counted, and the output says how much it was when it works again.
public final class FlowLog implements FlowListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlowLog.class);
  private static final int RING_EVENTS = 8192;
  private static final Path LOCAL_SYSLOG = Path.of("/dev/log");
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final LineFormat format;
  private final List<Output> outputs;
  private final LogWriter writer;

  FlowLog(LineFormat format, List<Output> outputs, int ringEvents) {
    this.format = format;
    this.outputs = outputs;
    writer = new LogWriter(new EventRing<>(ringEvents), format, outputs);
    writer.start();
  }

  /// Starts to write as configured. Outputs that do not work are reported and tried again.
  ///
  /// @param gateway the value of `Gateway=`
  /// @param host the machine's name for the header of a line
  public static FlowLog open(GatewayConfig.Logs logs, String gateway, String host) {
    var clock = Clock.systemUTC();
    var run = Long.toHexString(clock.instant().getEpochSecond());
    var format =
        switch (logs.format()) {
          case AVIATRIX -> new AviatrixLineFormat(HostnameField.fit(gateway), run);
          case JSON -> new JsonLineFormat(HostnameField.fit(gateway), run);
        };
    var outputs =
        logs.outputs().stream()
            .map(output -> output(output, format, HostnameField.fit(host), clock))
            .toList();
    return new FlowLog(format, outputs, RING_EVENTS);
  }

  private static Output output(LogOutput output, LineFormat format, String host, Clock clock) {
    LongSupplier nanoTime = System::nanoTime;
    return switch (output) {
      case LogOutput.Stdout() ->
          new Output(new StdoutSink(), new LineFraming(host, format), format, nanoTime, clock);
      case LogOutput.File(var path) ->
          new Output(
              new FileSink(path, nanoTime), new LineFraming(host, format), format, nanoTime, clock);
      case LogOutput.Syslog syslog ->
          new Output(
              sink(syslog, nanoTime),
              new SyslogFraming(syslog.transport(), syslog.format(), host, format.program()),
              format,
              nanoTime,
              clock);
    };
  }

  private static Sink sink(LogOutput.Syslog syslog, LongSupplier nanoTime) {
    return switch (syslog.transport()) {
      case UDP -> new UdpSink(syslog.host(), syslog.port());
      case TCP -> new TcpSink(syslog.host(), syslog.port(), nanoTime);
      case UNIX -> new UnixSink(syslog.socket() == null ? LOCAL_SYSLOG : syslog.socket());
    };
  }

  @Override
  public void on(FlowEvent event) {
    if (format.writes(event) && !isSilent(event)) {
      writer.offer(RetainedEvent.of(event));
    }
  }

  /// Whether the rule that decided wants no record.
  private static boolean isSilent(FlowEvent event) {
    var decided =
        switch (event) {
          case FlowEvent.Decided it -> it;
          case FlowEvent.Ended ended -> ended.decided();
        };
    return decided.verdict().handling().log() == Handling.Log.NONE;
  }

  /// Has files opened anew, after logrotate renamed them.
  public void reopen() {
    outputs.forEach(Output::reopen);
  }

  /// Messages handed to the outputs so far.
  public long written() {
    return writer.written();
  }

  /// Messages dropped so far because they came faster than they could be written.
  public long suppressed() {
    return writer.suppressed();
  }

  /// Messages lost so far by outputs that did not work, summed over the outputs.
  public long lost() {
    return outputs.stream().mapToLong(Output::lost).sum();
  }

  /// Times an output stopped to work, summed over the outputs.
  public long failures() {
    return outputs.stream().mapToLong(Output::failures).sum();
  }

  /// Writes everything heard so far and ends. Events heard later are counted as suppressed.
  @Override
  public void close() {
    writer.close();
    try {
      if (!writer.join(CLOSE_PATIENCE)) {
        LOG.warn("The flow log was not written out within {}", CLOSE_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
