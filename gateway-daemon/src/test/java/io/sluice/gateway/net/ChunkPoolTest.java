// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import java.util.ArrayDeque;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ChunkPoolTest {

  @Test
  void givesTheSmallestChunkThatFits() {
    var pool = new ChunkPool(1 << 20);
    assertThat(take(pool, 1).capacity()).isEqualTo(4 << 10);
    assertThat(take(pool, (4 << 10) + 1).capacity()).isEqualTo(16 << 10);
    assertThat(take(pool, (64 << 10) + 1).capacity()).isEqualTo(128 << 10);
    assertThat(take(pool, 256 << 10).capacity()).isEqualTo(256 << 10);
  }

  @Test
  void hasNoChunkForMoreThanTheLargest() {
    assertThatObject(new ChunkPool(1 << 30).take((256 << 10) + 1)).isNull();
  }

  @Test
  void neverAllocatesMoreThanItsBound() {
    var pool = new ChunkPool(8 << 10);
    assertThatObject(pool.take(1)).isNotNull();
    assertThatObject(pool.take(1)).isNotNull();
    assertThatObject(pool.take(1)).isNull();
  }

  @Test
  void reusesWhatComesBackEmpty() {
    var pool = new ChunkPool(4 << 10);
    var chunk = take(pool, 1);
    chunk.write = 100;
    chunk.read = 50;
    pool.give(chunk);
    assertThatObject(pool.take(1)).isSameAs(chunk);
    assertThat(chunk.readable()).isZero();
  }

  @Test
  void readsGetSmallerTheMoreIsInUse() {
    var pool = new ChunkPool(64 << 10);
    assertThat(pool.readSize()).isEqualTo(256 << 10);
    var first = take(pool, 16 << 10);
    assertThat(pool.readSize()).isEqualTo(16 << 10);
    take(pool, 16 << 10);
    assertThat(pool.readSize()).isEqualTo(4 << 10);
    pool.give(first);
    assertThat(pool.readSize()).isEqualTo(16 << 10);
  }

  @Test
  void aQuarterIsForChunksOfTheSmallestSizeAlone() {
    var pool = new ChunkPool(1 << 20);
    for (int i = 0; i < 3; i++) {
      take(pool, 256 << 10);
    }
    assertThatObject(pool.take(16 << 10)).isNull();
    for (int i = 0; i < 64; i++) {
      take(pool, 4 << 10);
    }
    assertThatObject(pool.take(1)).isNull();
  }

  @Test
  void whatGatesHoldIsAQuarterAtMost() {
    var pool = new ChunkPool(1 << 20);
    var first = Objects.requireNonNull(pool.hold(128 << 10));
    assertThatObject(pool.hold(128 << 10)).isNotNull();
    assertThatObject(pool.hold(1)).isNull();
    assertThat(pool.inUse()).isEqualTo(256 << 10);
    pool.giveHeld(first);
    assertThatObject(pool.hold(1)).isNotNull();
  }

  @Test
  void freeChunksGiveWayToThoseOfAnotherSize() {
    var pool = new ChunkPool(1 << 20);
    var small = new ArrayDeque<Chunk>();
    for (int i = 0; i < 256; i++) {
      small.add(take(pool, 1));
    }
    assertThatObject(pool.take(256 << 10)).isNull();
    small.forEach(pool::give);
    var large = take(pool, 256 << 10);
    pool.give(large);
    for (int i = 0; i < 256; i++) {
      assertThat(take(pool, 1).capacity()).isEqualTo(4 << 10);
    }
    assertThatObject(pool.take(1)).isNull();
  }

  private static Chunk take(ChunkPool pool, int size) {
    return Objects.requireNonNull(pool.take(size));
  }
}
