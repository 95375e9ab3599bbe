// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.Reporter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// Logback with [Diagnostics], without looking for either: SLF4J and Logback would search all jars,
/// and to open these takes a tenth of the time that the gateway has to start.
public final class DiagnosticsProvider implements SLF4JServiceProvider {
  /// What SLF4J 2 calls compatible.
  private static final String API = "2.0.99";

  private final LoggerContext logging = new LoggerContext();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final LogbackMDCAdapter context = new LogbackMDCAdapter();

  /// Makes this the provider of loggers that are not asked for yet, unless Logback is to read a
  /// file or the user named another provider.
  public static void use() {
    if (System.getProperty(Diagnostics.FILE) == null
        && System.getProperty(LoggerFactory.PROVIDER_PROPERTY_KEY) == null) {
      System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, DiagnosticsProvider.class.getName());
      // Nobody needs to read at each start that it was chosen.
      System.setProperty(Reporter.SLF4J_INTERNAL_VERBOSITY_KEY, "WARN");
    }
  }

  @Override
  public void initialize() {
    logging.setName("default");
    logging.setMDCAdapter(context);
    var diagnostics = new Diagnostics();
    diagnostics.setContext(logging);
    diagnostics.configure(logging);
    logging.start();
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return logging;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return API;
  }
}
