// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.simulate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/// Tells every now and then how much of a file has been read.
final class ProgressStream extends FilterInputStream {
  private static final long PERIOD = TimeUnit.SECONDS.toNanos(2);

  private final long size;
  private final PrintWriter err;
  private long read;
  private long told = System.nanoTime();

  /// @param size bytes in all
  ProgressStream(InputStream in, long size, PrintWriter err) {
    super(in);
    this.size = size;
    this.err = err;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    note(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int n = super.read(bytes, offset, length);
    note(Math.max(0, n));
    return n;
  }

  private void note(int n) {
    read += n;
    long now = System.nanoTime();
    if (now - told >= PERIOD) {
      told = now;
      err.printf("%d %% of %d MiB%n", 100 * read / Math.max(1, size), size >> 20);
      err.flush();
    }
  }
}
