// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import io.sluice.policy.arrays.ArrayReader;
import io.sluice.policy.arrays.ArrayWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;

/// Compiled policies as bytes.
final class Written {
  private Written() {}

  static byte[] bytes(CompiledPolicy policy) throws IOException {
    var bytes = new ByteArrayOutputStream();
    policy.write(new ArrayWriter(Channels.newChannel(bytes)));
    return bytes.toByteArray();
  }

  static ArrayReader reader(byte[] bytes) {
    return new ArrayReader(Channels.newChannel(new ByteArrayInputStream(bytes)), bytes.length);
  }

  static CompiledPolicy restore(Policy policy, byte[] bytes) throws IOException {
    return PolicyCompiler.restore(policy, reader(bytes));
  }
}
