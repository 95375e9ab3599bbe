// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/// Prints what a large policy costs; `docs/performance.md` says how to run it.
final class PolicyMeasurement {
  private static final int RUNS = 7;
  private static final List<String> SUFFIXES =
      List.of("com", "com", "com", "com", "net", "org", "de", "co.uk", "com.br", "info", "xyz");

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final int count;
  private final Random random = new Random(42);

  private PolicyMeasurement(int count) {
    this.count = count;
  }

  public static void main(String[] args) {
    new PolicyMeasurement(args.length == 0 ? 1_000_000 : Integer.parseInt(args[0])).run();
  }

  private void run() {
    var names = new String[count];
    Arrays.setAll(names, _ -> name());
    var text = String.join("\n", names);
    System.out.printf("%,d names of %.1f characters%n", count, (text.length() + 1.0) / count - 1);

    for (int i = 0; i < RUNS; i++) {
      long start = cpu();
      var policy = read(text);
      long read = cpu();
      var compiled = PolicyCompiler.compile(policy);
      long end = cpu();
      System.out.printf(
          "compile %d: %d ms, of which reading %d ms (version %s)%n",
          i + 1, (end - start) / 1_000_000, (read - start) / 1_000_000, compiled.version());
    }

    long before = used();
    var compiled = PolicyCompiler.compile(read(text));
    System.out.printf("retained: %.1f bytes a name%n", (used() - before) / (double) count);

    time("miss", compiled, queries(() -> name() + "-x.net"));
    time("hit, the name itself", compiled, queries(() -> fresh(names[random.nextInt(count)])));
    time("hit, www. and the name", compiled, queries(() -> "www." + names[random.nextInt(count)]));
    time(
        "hit, a.b.c. and the name",
        compiled,
        queries(() -> "a.b.c." + names[random.nextInt(count)]));
    System.out.printf(
        "retained when every name has been asked for: %.1f bytes a name%n",
        retainedWhenAsked(names, compiled, before));
  }

  private double retainedWhenAsked(String[] names, CompiledPolicy compiled, long before) {
    for (var name : names) {
      compiled.decide(Policies.tls(name));
    }
    return (used() - before) / (double) count;
  }

  private static void time(String what, CompiledPolicy compiled, Query[] queries) {
    var rounds = new double[RUNS];
    int forwards = 0;
    int repeats = Math.max(1, 1_000_000 / queries.length);
    for (int i = 0; i < RUNS; i++) {
      long start = cpu();
      for (int r = 0; r < repeats; r++) {
        for (var query : queries) {
          forwards += compiled.decide(query) instanceof Verdict.Forward ? 1 : 0;
        }
      }
      rounds[i] = (cpu() - start) / (double) queries.length / repeats;
    }
    Arrays.sort(rounds);
    System.out.printf(
        "decide, %s: %.0f ns (median of %d; best %.0f, worst %.0f; %d forwarded)%n",
        what, rounds[RUNS / 2], RUNS, rounds[0], rounds[RUNS - 1], forwards / RUNS / repeats);
  }

  /// As many queries as there are names, so that they are not in the processor's caches either.
  private Query[] queries(Supplier<String> host) {
    var queries = new Query[count];
    Arrays.setAll(queries, _ -> Policies.tls(host.get()));
    return queries;
  }

  private static Policy read(String text) {
    var hosts = new ArrayList<HostEntry>();
    int line = 1;
    for (int from = 0, to; from < text.length(); from = to + 1, line++) {
      to = text.indexOf('\n', from);
      to = to < 0 ? text.length() : to;
      if (FqdnPattern.parse(text.substring(from, to))
          instanceof FqdnPattern.Parsed.Valid(FqdnPattern pattern)) {
        hosts.add(new HostEntry(pattern, new SourcePosition("names.txt", line, 1)));
      }
    }
    var position = new SourcePosition("policy.yaml", 1, 1);
    return Policies.policy(
        Mode.BLACKLIST,
        new PolicyRule(hosts, Conditions.NONE, Map.of(), null, Handling.DEFAULT, position));
  }

  /// A copy, which lies beside its query in memory as one just read from a connection does.
  private static String fresh(String name) {
    return new String(name.toCharArray());
  }

  private String name() {
    var text = new StringBuilder();
    if (random.nextInt(3) == 0) {
      word(text, 2 + random.nextInt(6)).append('.');
    }
    return word(text, 5 + random.nextInt(12))
        .append('.')
        .append(SUFFIXES.get(random.nextInt(SUFFIXES.size())))
        .toString();
  }

  private StringBuilder word(StringBuilder text, int length) {
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text;
  }

  /// Time this thread has had a processor, in ns: other programs on the machine do not count.
  private static long cpu() {
    return THREADS.getCurrentThreadCpuTime();
  }

  private static long used() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
