// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Closing what holds no unwritten bytes, so that a failure to close loses nothing.
final class Closing {
  private Closing() {}

  static void quietly(@Nullable Closeable open) {
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // The descriptor is gone all the same.
      }
    }
  }
}
