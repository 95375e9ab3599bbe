// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.linux.Pipe;
import io.sluice.gateway.linux.Syscalls;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The pipes of one event loop. A direction has one only while it moves bytes in bulk or while
/// bytes are stuck in it.
final class PipePool {
  private static final int CAPACITY = 1 << 20;

  /// How long to go without after the kernel refused a pipe, in nanoseconds.
  private static final long RETRY = 1_000_000_000;

  private final Syscalls syscalls;
  private final int bound;
  private final ArrayDeque<Pipe> free = new ArrayDeque<>();
  private int open;
  private long refused = System.nanoTime() - RETRY;

  /// @param bound pipes at most; one takes two descriptors and, full, a mebibyte of kernel memory
  PipePool(Syscalls syscalls, int bound) {
    this.syscalls = syscalls;
    this.bound = bound;
  }

  /// An empty pipe, or null when there is none to be had: then bytes are copied.
  @Nullable Pipe take() {
    var pipe = free.pollLast();
    long now = System.nanoTime();
    if (pipe != null || open == bound || now - refused < RETRY) {
      return pipe;
    }
    pipe = Pipe.open(syscalls, CAPACITY);
    if (pipe != null) {
      open++;
    } else {
      refused = now;
    }
    return pipe;
  }

  /// Takes a pipe back; one with bytes in it is closed.
  void give(Pipe pipe) {
    if (pipe.filled() == 0) {
      free.addLast(pipe);
    } else {
      pipe.close();
      open--;
    }
  }

  /// Pipes that flows have now.
  int inUse() {
    return open - free.size();
  }

  /// Pipes there are, those that wait to be used again included.
  int open() {
    return open;
  }

  void close() {
    free.forEach(Pipe::close);
    open -= free.size();
    free.clear();
  }
}
