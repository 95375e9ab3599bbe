// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.ConsoleAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class DiagnosticsProviderTest {
  private final Properties before = new Properties();

  @BeforeEach
  void remember() {
    before.putAll(System.getProperties());
    System.clearProperty(LoggerFactory.PROVIDER_PROPERTY_KEY);
  }

  @AfterEach
  void restore() {
    System.setProperties(before);
  }

  @Test
  void loggersWriteToStandardErrorFromInfoOn() {
    var provider = new DiagnosticsProvider();
    provider.initialize();

    var logging = (LoggerContext) provider.getLoggerFactory();
    var root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
    assertThat(logging.isStarted()).isTrue();
    assertThat(root.getLevel()).isEqualTo(Level.INFO);
    assertThat(logging.getLogger("io.netty.channel").getEffectiveLevel()).isEqualTo(Level.WARN);
    var appenders = new ArrayList<Object>();
    root.iteratorForAppenders().forEachRemaining(appenders::add);
    assertThat(appenders)
        .singleElement()
        .isInstanceOfSatisfying(
            ConsoleAppender.class, it -> assertThat(it.getTarget()).isEqualTo("System.err"));
    assertThat(logging.getMDCAdapter()).isSameAs(provider.getMDCAdapter());
    assertThat(provider.getMarkerFactory().getMarker("a")).isNotNull();
    assertThat(provider.getRequestedApiVersion()).startsWith("2.0.");
  }

  @Test
  void isTheProviderUnlessTheUserWantsAnother() {
    DiagnosticsProvider.use();
    assertThat(System.getProperty(LoggerFactory.PROVIDER_PROPERTY_KEY))
        .isEqualTo(DiagnosticsProvider.class.getName());

    for (var property : List.of(LoggerFactory.PROVIDER_PROPERTY_KEY, Diagnostics.FILE)) {
      System.clearProperty(LoggerFactory.PROVIDER_PROPERTY_KEY);
      System.setProperty(property, "other");
      DiagnosticsProvider.use();
      assertThat(System.getProperty(LoggerFactory.PROVIDER_PROPERTY_KEY))
          .isNotEqualTo(DiagnosticsProvider.class.getName());
    }
  }
}
