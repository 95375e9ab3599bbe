// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a stream into blocks of whole lines.
final class LogBlocks {
  private static final int SIZE = 1 << 20;

  /// A line longer than this is no line of a log; what follows is read as another one.
  private static final int LONGEST_LINE = SIZE / 2;

  private final InputStream in;
  private byte[] rest = new byte[0];
  private boolean over;

  LogBlocks(InputStream in) {
    this.in = in;
  }

  /// The next block, ended by a line feed or the end of the stream; null behind the last.
  byte @Nullable [] next() throws IOException {
    if (over) {
      return null;
    }
    var block = Arrays.copyOf(rest, SIZE);
    int length = rest.length + in.readNBytes(block, rest.length, SIZE - rest.length);
    if (length < SIZE) {
      over = true;
      return Arrays.copyOf(block, length);
    }
    int end = length;
    while (end > length - LONGEST_LINE && block[end - 1] != '\n') {
      end--;
    }
    end = block[end - 1] == '\n' ? end : length;
    rest = Arrays.copyOfRange(block, end, length);
    return end == SIZE ? block : Arrays.copyOf(block, end);
  }
}
