// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import java.nio.ByteBuffer;

/// Waits for the origin's answer to an Upgrade request.
final class UpgradeWatch {
  enum Answer {
    UNKNOWN,
    SWITCHED,
    DECLINED
  }

  Answer look(ByteBuffer bytes) {
    return Answer.UNKNOWN;
  }
}
