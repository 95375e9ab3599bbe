// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Native memory for bytes that must wait: those from `read` to `write`.
///
/// A chunk belongs to one flow of one event loop at a time and goes back to the [ChunkPool] it is
/// from.
final class Chunk {
  final MemorySegment memory;
  final long address;
  int read;
  int write;
  private final ByteBuffer view;
  private final Arena arena = Arena.ofConfined();

  Chunk(int capacity) {
    memory = arena.allocate(capacity, 64);
    address = memory.address();
    view = memory.asByteBuffer();
  }

  /// Frees the memory.
  void close() {
    arena.close();
  }

  int capacity() {
    return view.capacity();
  }

  int readable() {
    return write - read;
  }

  /// Adds bytes; there must be room.
  void append(MemorySegment source, long offset, int length) {
    MemorySegment.copy(source, offset, memory, write, length);
    write += length;
  }

  /// A view of the bytes from `read` to `write`; valid until the chunk changes.
  ByteBuffer bytes() {
    return view.limit(write).position(read);
  }
}
