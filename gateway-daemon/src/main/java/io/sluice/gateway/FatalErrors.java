// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens when a thread ends by a fault: without one of them flows would pass that nobody
/// logs, or a policy would stay that nobody renews. So the process ends, which is closed, and the
/// service manager starts it again.
public final class FatalErrors {
  /// EX_SOFTWARE of sysexits(3head): a fault of ours. 1 is the answer no, 2 a mistake of the user.
  public static final int EXIT_STATUS = 70;

  private static final Logger LOG = LoggerFactory.getLogger(FatalErrors.class);

  private FatalErrors() {}

  static void end() {
    Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> {
      try {
        LOG.error("the thread {} has failed, and the gateway ends", thread.getName(), fault);
      } finally {
        Runtime.getRuntime().halt(EXIT_STATUS);
      }
    });
  }
}
