// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Standard output, which systemd hands to journald.
final class StreamSink implements Sink {
  private final FileOutputStream stream = new FileOutputStream(FileDescriptor.out);

  @Override
  public void write(ByteBuffer lines) throws IOException {
    stream.write(lines.array(), lines.arrayOffset() + lines.position(), lines.remaining());
  }

  @Override
  public String toString() {
    return "standard output";
  }

  @Override
  public void close() {
    // Standard output is not ours to close.
  }
}
