// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import io.sluice.policy.CompiledPolicy;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
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

/// A whole list: from its text to the table that decides, and what that takes of the heap.
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(3)
public class CompileBenchmark {
  @Param({"1000000"})
  int names;

  private String list = "";
  private long without;

  /// Not private: that nobody reads it is no mistake.
  @Nullable CompiledPolicy policy;

  @Setup
  public void prepare() {
    list = new Names(names).list();
    without = used();
  }

  @Benchmark
  public CompiledPolicy compile() {
    return Names.compile(list);
  }

  /// What is told beside the time.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Kept {
    public double bytesEachName;
  }

  /// Its time says nothing, and what it counts is added up over measurements: so there is one.
  @Benchmark
  @Measurement(iterations = 1)
  // Else a collection may leave the policy before where it is.
  @Fork(value = 1, jvmArgsAppend = "-XX:MarkSweepAlwaysCompactCount=1")
  public void keep(Kept kept) {
    policy = Names.compile(list);
    kept.bytesEachName = (used() - without) / (double) names;
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
