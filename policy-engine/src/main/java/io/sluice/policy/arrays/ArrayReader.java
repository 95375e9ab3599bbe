// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.arrays;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Reads what an [ArrayWriter] wrote, in the same order. Nothing of it is to be relied on before
/// [#end()] has found it undamaged; until then lengths are bounded by what there is.
public final class ArrayReader {
  private final ReadableByteChannel from;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(ArrayWriter.CHUNK).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private final CRC32C sum = new CRC32C();

  /// Bytes before the checksum that are not in the buffer yet.
  private long left;

  /// @param size bytes there are, the checksum included
  public ArrayReader(ReadableByteChannel from, long size) {
    this.from = from;
    this.left = size - Long.BYTES;
  }

  public long number() throws IOException {
    need(Long.BYTES);
    return buffer.getLong();
  }

  public String text() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  public byte[] bytes() throws IOException {
    byte[] some = new byte[length(1)];
    for (int at = 0; at < some.length; ) {
      need(1);
      int count = Math.min(buffer.remaining(), some.length - at);
      buffer.get(some, at, count);
      at += count;
    }
    return some;
  }

  public int[] ints() throws IOException {
    int[] some = new int[length(Integer.BYTES)];
    for (int at = 0; at < some.length; ) {
      need(Integer.BYTES);
      int count = Math.min(buffer.remaining() / Integer.BYTES, some.length - at);
      buffer.asIntBuffer().get(some, at, count);
      buffer.position(buffer.position() + count * Integer.BYTES);
      at += count;
    }
    return some;
  }

  public long[] longs() throws IOException {
    long[] some = new long[length(Long.BYTES)];
    for (int at = 0; at < some.length; ) {
      need(Long.BYTES);
      int count = Math.min(buffer.remaining() / Long.BYTES, some.length - at);
      buffer.asLongBuffer().get(some, at, count);
      buffer.position(buffer.position() + count * Long.BYTES);
      at += count;
    }
    return some;
  }

  /// @throws IOException if there is more, or if something was damaged
  public void end() throws IOException {
    if (left != 0 || buffer.hasRemaining()) {
      throw new IOException("it is longer than what it says");
    }
    buffer.clear().limit(Long.BYTES);
    fill();
    if (buffer.flip().getLong() != sum.getValue()) {
      throw new IOException("its checksum is wrong");
    }
  }

  private int length(int bytesEach) throws IOException {
    long length = number();
    if (length < 0 || length > (left + buffer.remaining()) / bytesEach) {
      throw new IOException("it is shorter than what it says");
    }
    return (int) Math.min(length, Integer.MAX_VALUE - 8);
  }

  private void need(int bytes) throws IOException {
    if (buffer.remaining() >= bytes) {
      return;
    }
    buffer.compact();
    int start = buffer.position();
    buffer.limit((int) Math.min(buffer.capacity(), start + left));
    fill();
    left -= buffer.position() - start;
    buffer.flip();
    sum.update(buffer.duplicate().position(start));
    if (buffer.remaining() < bytes) {
      throw new IOException("it is shorter than what it says");
    }
  }

  private void fill() throws IOException {
    while (buffer.hasRemaining()) {
      if (from.read(buffer) < 0) {
        throw new IOException("it ends too early");
      }
    }
  }
}
