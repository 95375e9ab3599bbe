// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.Mode;
import io.sluice.policy.NamedPolicy;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.file.PolicyReader;
import io.sluice.policy.file.Problem;
import io.sluice.policy.file.ShadowReader;
import io.sluice.policy.file.ShadowReader.Shadows;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The policy in force. Until the first file is loaded that is one that lets nothing pass.
public final class PolicyStore {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyStore.class);

  /// Of a file with a thousand mistakes the log gets the first; `sluice check` shows all.
  private static final int MOST_LOGGED = 50;

  /// What came of a reload.
  public sealed interface Reload {
    /// A new policy is in force.
    record Swapped(CompiledPolicy policy) implements Reload {}

    /// The file does not load; the policy in force stays.
    record Kept(List<Problem> problems) implements Reload {}
  }

  private record State(
      CompiledPolicy policy,
      List<NamedPolicy> shadows,
      long generation,
      Instant loaded,
      List<Problem> lastError) {}

  /// What was read in one go.
  private record Read(PolicyReader.Result result, Shadows shadows) {
    Set<Path> files() {
      var files = new LinkedHashSet<>(result.files());
      files.addAll(shadows.files());
      return files;
    }
  }

  private final Path file;
  private volatile State state =
      new State(
          PolicyCompiler.compile(new Policy(Mode.WHITELIST, List.of())),
          List.of(),
          0,
          Instant.now(),
          List.of());
  private volatile Runnable onSwap = () -> {};
  private Map<Path, Fingerprint> tried = Map.of();

  public PolicyStore(Path file) {
    this.file = file;
  }

  /// Where the policy is read from.
  public Path file() {
    return file;
  }

  /// Every file that the policy was last read from.
  synchronized Set<Path> files() {
    return tried.isEmpty() ? Set.of(file) : tried.keySet();
  }

  /// The policy in force; a volatile read, for any thread.
  public CompiledPolicy current() {
    return state.policy();
  }

  /// The policies to ask beside the one in force.
  public List<NamedPolicy> shadows() {
    return state.shadows();
  }

  /// How many policies have come into force, 0 before the first.
  public long generation() {
    return state.generation();
  }

  /// When the policy in force came into force.
  public Instant loaded() {
    return state.loaded();
  }

  /// Why the last reload failed; empty when it did not.
  public List<Problem> lastError() {
    return state.lastError();
  }

  /// Runs `action` whenever another policy has come into force; blocks the reload.
  public void onSwap(Runnable action) {
    onSwap = action;
  }

  /// Reads the file and puts it in force, or keeps what is. Blocks; not for an event loop.
  public synchronized Reload reload() {
    var before = state;
    var read = read();
    var shadows = read.shadows().policies();
    logShadows(read.shadows());
    return switch (read.result()) {
      case PolicyReader.Result.Loaded(var policy, var warnings, _) -> {
        var compiled = PolicyCompiler.compile(policy);
        state = new State(compiled, shadows, before.generation() + 1, Instant.now(), List.of());
        logSwap(before, compiled, warnings);
        onSwap.run();
        yield new Reload.Swapped(compiled);
      }
      case PolicyReader.Result.Broken(var problems, _) -> {
        state = new State(before.policy(), shadows, before.generation(), before.loaded(), problems);
        logKept(before, problems);
        yield new Reload.Kept(problems);
      }
    };
  }

  /// Reloads if a file is not what it was when it was last read.
  synchronized void reloadIfChanged() {
    if (!Fingerprint.of(files()).equals(tried)) {
      reload();
    }
  }

  /// Fingerprints are taken before reading: what is written meanwhile then counts as a change. A
  /// policy that names other files than before is therefore read twice.
  private Read read() {
    tried = Fingerprint.of(files());
    var read = readAll();
    if (!tried.keySet().containsAll(read.files())) {
      tried = Fingerprint.of(read.files());
      read = readAll();
    } else {
      tried.keySet().retainAll(read.files());
    }
    return read;
  }

  private Read readAll() {
    return new Read(PolicyReader.read(file), ShadowReader.read(file));
  }

  private static void logShadows(Shadows shadows) {
    shadows.problems().stream()
        .limit(MOST_LOGGED)
        .forEach(problem -> LOG.warn("{}", problem.headline()));
    for (var shadow : shadows.policies()) {
      var policy = shadow.policy();
      LOG.info("shadow {}: policy {} loaded: {}", shadow.name(), policy.version(), rules(policy));
    }
  }

  private static void logSwap(State before, CompiledPolicy now, List<Problem> warnings) {
    warnings.stream().limit(MOST_LOGGED).forEach(warning -> LOG.warn("{}", warning.headline()));
    if (before.generation() == 0) {
      LOG.info("policy {} loaded: {}", now.version(), rules(now));
    } else {
      LOG.info(
          "policy {} loaded: {} (was {}: {})",
          now.version(),
          rules(now),
          before.policy().version(),
          rules(before.policy()));
    }
  }

  private static String rules(CompiledPolicy policy) {
    int count = policy.ruleCount();
    return count == 1 ? "1 rule" : count + " rules";
  }

  private static void logKept(State before, List<Problem> problems) {
    problems.stream().limit(MOST_LOGGED).forEach(problem -> LOG.error("{}", problem.headline()));
    if (problems.size() > MOST_LOGGED) {
      LOG.error("{} more problems; `sluice check` shows them", problems.size() - MOST_LOGGED);
    }
    if (before.generation() == 0) {
      LOG.error("no policy loaded: nothing may pass");
    } else {
      LOG.error("policy not loaded: {} stays in force", before.policy().version());
    }
  }
}
