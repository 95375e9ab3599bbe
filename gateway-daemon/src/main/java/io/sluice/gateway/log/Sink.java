// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where lines go. Used by the writer thread only, which may be made to wait.
interface Sink extends AutoCloseable {

  /// Writes whole lines, each with its line feed.
  void write(ByteBuffer lines) throws IOException;

  /// For people: where the lines go.
  @Override
  String toString();

  @Override
  void close() throws IOException;
}
