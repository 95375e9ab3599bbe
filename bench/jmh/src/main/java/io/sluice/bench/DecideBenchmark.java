// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.Query;
import io.sluice.policy.Verdict;
import java.util.Arrays;
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

  /// What memory costs here: a read that depends on the one before, from an array as large as the
  /// table.
  @State(Scope.Thread)
  public static class Memory {
    private static final int BYTES_PER_NAME = 66;

    private long[] following = {};
    private int at;

    /// One cycle through the whole array (Sattolo), so that no part of it is left out.
    @Setup
    public void prepare(DecideBenchmark benchmark) {
      following = new long[benchmark.names * BYTES_PER_NAME / Long.BYTES];
      Arrays.setAll(following, i -> i);
      var random = new Random(1);
      for (int i = following.length - 1; i > 0; i--) {
        int other = random.nextInt(i);
        long word = following[i];
        following[i] = following[other];
        following[other] = word;
      }
    }
  }

  @Benchmark
  public int dependentRead(Memory memory) {
    memory.at = (int) memory.following[memory.at];
    return memory.at;
  }
}
