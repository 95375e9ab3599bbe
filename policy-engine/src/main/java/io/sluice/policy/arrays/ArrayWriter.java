// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.arrays;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Writes numbers and arrays, each behind its length, as they lie in the memory of most processors
/// (little-endian), and a checksum (CRC-32C, RFC 3720 appendix B.4) behind all. [ArrayReader] reads
/// them.
public final class ArrayWriter {
  static final int CHUNK = 1 << 16;

  private final WritableByteChannel to;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C sum = new CRC32C();

  public ArrayWriter(WritableByteChannel to) {
    this.to = to;
  }

  public ArrayWriter number(long number) throws IOException {
    makeRoom(Long.BYTES);
    buffer.putLong(number);
    return this;
  }

  public ArrayWriter text(String text) throws IOException {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public ArrayWriter bytes(byte[] some) throws IOException {
    number(some.length);
    for (int from = 0; from < some.length; ) {
      makeRoom(1);
      int count = Math.min(buffer.remaining(), some.length - from);
      buffer.put(some, from, count);
      from += count;
    }
    return this;
  }

  public ArrayWriter ints(int[] some) throws IOException {
    number(some.length);
    for (int number : some) {
      makeRoom(Integer.BYTES);
      buffer.putInt(number);
    }
    return this;
  }

  public ArrayWriter longs(long[] some) throws IOException {
    number(some.length);
    for (long number : some) {
      makeRoom(Long.BYTES);
      buffer.putLong(number);
    }
    return this;
  }

  /// Writes the checksum and all that is not written yet.
  public void end() throws IOException {
    flush();
    buffer.putLong(sum.getValue());
    flush();
  }

  private void makeRoom(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    sum.update(buffer.duplicate());
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
    buffer.clear();
  }
}
