// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/// The daemon's own diagnostics, on standard error: standard output belongs to the flow log. The
/// journal adds the time.
///
/// In code, as an XML parser would take a tenth of the time that the gateway has to start. A file
/// named by `-Dlogback.configurationFile` goes before.
public final class Diagnostics extends ContextAwareBase implements Configurator {
  /// The system property that names a configuration of Logback.
  static final String FILE = "logback.configurationFile";

  @Override
  public ExecutionStatus configure(LoggerContext logging) {
    if (System.getProperty(FILE) != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(logging);
    encoder.setPattern("sluice: %-5level %msg%n%ex");
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(logging);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    logging.getLogger("io.netty").setLevel(Level.WARN);
    var root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(appender);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
