// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.Query;
import io.sluice.policy.Verdict;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One decision, as the datapath asks for it: from a [Query] with its normalised name to whether
/// the connection goes on. Names come in random order, as many different ones as there are names.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class DecideBenchmark {
  @Param({"1000", "1000000"})
  int names;

  /// What is asked for.
  @Param({"hit", "www.hit", "a.b.c.hit", "miss"})
  String asked = "";

  private CompiledPolicy policy = Names.compile("");
  private Query[] queries = {};
  private int next;

  @Setup
  public void prepare() {
    var some = new Names(names);
    var list = some.list();
    policy = Names.compile(list);
    queries =
        asked.equals("miss")
            ? some.strangers()
            : some.queries(asked.substring(0, asked.length() - 3));
  }

  @Benchmark
  public boolean decide() {
    next = next + 1 == queries.length ? 0 : next + 1;
    return policy.decide(queries[next]) instanceof Verdict.Forward;
  }

  /// What memory costs here: a random read from an array as large as the table.
  @State(Scope.Thread)
  public static class Memory {
    private static final int WORDS_PER_NAME = 5;

    private int[] order = {};
    private long[] words = {};
    private int next;

    @Setup
    public void prepare(DecideBenchmark benchmark) {
      words = new long[benchmark.names * WORDS_PER_NAME];
      order = new Random(1).ints(benchmark.names, 0, words.length).toArray();
    }
  }

  @Benchmark
  public boolean randomRead(Memory memory) {
    memory.next = memory.next + 1 == memory.order.length ? 0 : memory.next + 1;
    // The branch waits for the value, as that on a verdict does.
    return memory.words[memory.order[memory.next]] == 0;
  }
}
