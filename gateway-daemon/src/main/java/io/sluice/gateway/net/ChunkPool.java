// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The chunks of one event loop, by size; together they never exceed a bound.
final class ChunkPool {
  private static final int[] SIZES = {4 << 10, 16 << 10, 64 << 10, 256 << 10};

  private final long bound;
  private final ArrayDeque<Chunk>[] free;
  private long allocated;
  private long inUse;

  /// @param bound bytes of native memory this pool may ever hold
  ChunkPool(long bound) {
    this.bound = bound;
    this.free = deques();
  }

  /// A chunk of at least `size` bytes, empty; null when the bound is reached or `size` is more than
  /// any chunk has.
  @Nullable Chunk take(int size) {
    for (int i = 0; i < SIZES.length; i++) {
      if (SIZES[i] < size) {
        continue;
      }
      var chunk = free[i].pollLast();
      if (chunk == null && allocated + SIZES[i] <= bound) {
        chunk = new Chunk(SIZES[i]);
        allocated += SIZES[i];
      }
      if (chunk != null) {
        inUse += chunk.capacity();
        return chunk;
      }
    }
    return null;
  }

  void give(Chunk chunk) {
    inUse -= chunk.capacity();
    chunk.read = 0;
    chunk.write = 0;
    for (int i = 0; i < SIZES.length; i++) {
      if (SIZES[i] == chunk.capacity()) {
        free[i].addLast(chunk);
      }
    }
  }

  /// Bytes of the chunks that flows have now.
  long inUse() {
    return inUse;
  }

  /// How many bytes a flow should read at once, since it may have to keep them all: the largest
  /// chunk until a quarter of the bound is in use, the smallest from the half on. So a quarter is
  /// left for chunks of the smallest size, whatever came before.
  int readSize() {
    if (inUse < bound / 4) {
      return SIZES[SIZES.length - 1];
    }
    return inUse < bound / 2 ? SIZES[1] : SIZES[0];
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static ArrayDeque<Chunk>[] deques() {
    var deques = new ArrayDeque[SIZES.length];
    for (int i = 0; i < deques.length; i++) {
      deques[i] = new ArrayDeque<Chunk>();
    }
    return deques;
  }
}
