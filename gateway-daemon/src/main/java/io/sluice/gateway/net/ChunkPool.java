// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The chunks of one event loop, by size; together they never exceed a bound.
///
/// A quarter of the bound is for chunks of the smallest size alone, and what gates hold has no more
/// than a quarter in all: whatever else is kept, a first flight finds room.
final class ChunkPool {
  private static final int[] SIZES = {4 << 10, 16 << 10, 64 << 10, 128 << 10, 256 << 10};

  private final long bound;
  private final ArrayDeque<Chunk>[] free;
  private long allocated;

  /// Of that, what chunks of more than the smallest size have.
  private long large;

  private long inUse;

  /// Of that, what gates hold.
  private long held;

  /// @param bound bytes of native memory this pool may ever hold
  ChunkPool(long bound) {
    this.bound = bound;
    this.free = deques();
  }

  /// A chunk of at least `size` bytes, empty; null when the bound is reached or `size` is more than
  /// any chunk has.
  @Nullable Chunk take(int size) {
    int i = index(size);
    if (i == SIZES.length) {
      return null;
    }
    var chunk = free[i].pollLast();
    if (chunk == null && makeRoom(SIZES[i])) {
      chunk = new Chunk(SIZES[i]);
      allocated += SIZES[i];
      large += i == 0 ? 0 : SIZES[i];
    }
    if (chunk != null) {
      inUse += chunk.capacity();
    }
    return chunk;
  }

  /// Which size is the smallest that has room for so many bytes; behind all if none has.
  private static int index(int size) {
    int i = 0;
    while (i < SIZES.length && SIZES[i] < size) {
      i++;
    }
    return i;
  }

  /// The same for what a gate holds; null also when gates hold their share. Goes back with
  /// [#giveHeld].
  @Nullable Chunk hold(int size) {
    boolean fits = has(size) && held + SIZES[index(size)] <= bound / 4;
    var chunk = fits ? take(size) : null;
    held += chunk == null ? 0 : chunk.capacity();
    return chunk;
  }

  void giveHeld(Chunk chunk) {
    held -= chunk.capacity();
    give(chunk);
  }

  void give(Chunk chunk) {
    inUse -= chunk.capacity();
    chunk.read = 0;
    chunk.write = 0;
    free[index(chunk.capacity())].addLast(chunk);
  }

  /// Whether there are chunks of this size at all.
  static boolean has(int size) {
    return index(size) < SIZES.length;
  }

  /// Whether one more chunk may be made, once free ones of other sizes are given up for it.
  private boolean makeRoom(int size) {
    for (int i = SIZES.length - 1; i >= 0; i--) {
      while (!fits(size) && !free[i].isEmpty() && (i > 0 || isShared(size))) {
        allocated -= SIZES[i];
        large -= i == 0 ? 0 : SIZES[i];
        free[i].removeLast().close();
      }
    }
    return fits(size);
  }

  private boolean fits(int size) {
    return allocated + size <= bound && isShared(size);
  }

  /// Whether it would not take what is for the smallest alone.
  private boolean isShared(int size) {
    return size == SIZES[0] || large + size <= bound - bound / 4;
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
