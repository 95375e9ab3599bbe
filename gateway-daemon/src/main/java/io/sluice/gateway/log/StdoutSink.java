// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;

/// Standard output, which is never closed.
final class StdoutSink implements Sink {
  private final FileChannel stdout;

  StdoutSink() {
    this(FileDescriptor.out);
  }

  StdoutSink(FileDescriptor descriptor) {
    stdout = new FileOutputStream(descriptor).getChannel();
  }

  @Override
  public boolean drain(FrameBuffer frames) throws IOException {
    int written = 1;
    while (!frames.isEmpty() && written > 0) {
      written = stdout.write(frames.unread());
      frames.consumed(written);
    }
    return true;
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "stdout";
  }
}
