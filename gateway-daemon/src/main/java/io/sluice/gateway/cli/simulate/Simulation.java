// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.simulate;

import io.sluice.policy.CompiledPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Replays a log against a policy on all processors.
final class Simulation {
  private static final byte[] END = new byte[0];

  private Simulation() {}

  static Changes run(InputStream log, CompiledPolicy policy)
      throws IOException, InterruptedException {
    int threads = Runtime.getRuntime().availableProcessors();
    var queue = new ArrayBlockingQueue<byte[]>(2 * threads);
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var parts = new ArrayList<Future<Changes>>();
      for (int i = 0; i < threads; i++) {
        parts.add(pool.submit(() -> read(queue, policy)));
      }
      try {
        var blocks = new LogBlocks(log);
        for (var block = blocks.next(); block != null; block = blocks.next()) {
          queue.put(block);
        }
      } finally {
        for (int i = 0; i < threads; i++) {
          queue.put(END);
        }
      }
      return sum(parts, policy);
    }
  }

  private static Changes sum(List<Future<Changes>> parts, CompiledPolicy policy)
      throws InterruptedException {
    var all = new Changes(policy);
    for (var part : parts) {
      try {
        all.add(part.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return all;
  }

  private static Changes read(BlockingQueue<byte[]> queue, CompiledPolicy policy)
      throws InterruptedException {
    var changes = new Changes(policy);
    var reader = new LineReader(changes::decide, changes::skip);
    for (var block = queue.take(); block.length > 0; block = queue.take()) {
      int from = 0;
      for (int at = 0; at <= block.length; at++) {
        if (at == block.length || block[at] == '\n') {
          int to = at > from && block[at - 1] == '\r' ? at - 1 : at;
          reader.read(block, from, to);
          from = at + 1;
        }
      }
    }
    return changes;
  }
}
