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
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The policy in force. Until the first file is loaded that is one that lets nothing pass.
public final class PolicyStore {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyStore.class);
  private static final ReloadReport REPORT = new ReloadReport(LOG);

  /// What came of a reload.
  public sealed interface Reload {
    /// A new policy is in force.
    record Swapped(CompiledPolicy policy) implements Reload {}

    /// The file does not load; the policy in force stays.
    record Kept(List<Problem> problems) implements Reload {}
  }

  private record State(
      CompiledPolicy policy,
      PolicyOrigin origin,
      List<NamedPolicy> shadows,
      long generation,
      Instant loaded,
      List<Problem> lastError) {

    State with(CompiledPolicy next, PolicyOrigin from, List<Problem> error) {
      return new State(next, from, shadows, generation + 1, Instant.now(), error);
    }
  }

  private final Path file;
  private final @Nullable Keeper keeper;
  private volatile State state =
      new State(nothingPasses(), PolicyOrigin.DENY_ALL, List.of(), 0, Instant.now(), List.of());
  private volatile Runnable onSwap = () -> {};
  private Map<Path, Fingerprint> tried = Map.of();

  /// Whether the policy in force is a kept table whose files have not been read.
  private boolean isUnread;

  /// A store that keeps nothing on disk.
  public PolicyStore(Path file) {
    this(file, null);
  }

  /// @param keeper what keeps good policies for the next start
  public PolicyStore(Path file, @Nullable Keeper keeper) {
    this.file = file;
    this.keeper = keeper;
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

  /// Where the policy in force comes from.
  public PolicyOrigin origin() {
    return state.origin();
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

  /// What somebody must mend before the policy in force is the one that was written.
  public Optional<String> alarm() {
    var now = state;
    var version = now.policy().version();
    return switch (now.origin()) {
      case FILES ->
          now.lastError().isEmpty()
              ? Optional.empty()
              : Optional.of(file + " is broken: policy " + version + " stays in force");
      case LAST_GOOD ->
          Optional.of(file + " is broken: policy " + version + ", the last good one, is in force");
      case DENY_ALL -> Optional.of(file + " is broken: everything is denied");
    };
  }

  /// Runs `action` whenever another policy has come into force; blocks the reload.
  public void onSwap(Runnable action) {
    onSwap = action;
  }

  /// Reads the file and puts it in force, or keeps what is. Blocks; not for an event loop.
  public synchronized Reload reload() {
    return Objects.requireNonNull(reload(new ReadFiles(), _ -> true));
  }

  /// Reloads if a file is not what it was when it was last read.
  ///
  /// @param whole asked once the files are compared, and once they are read, also those that a
  ///   changed policy names now: whether none of them is being written
  /// @return whether they were whole
  synchronized boolean reloadIfChanged(Predicate<Set<Path>> whole) {
    var files = ReadFiles.of(files());
    return whole.test(files())
        && (files.fingerprints().equals(tried) || reload(files, whole) != null);
  }

  /// What was found broken at start gives way to the policy kept on disk, or to one that lets
  /// nothing pass; the next good file takes its place.
  public synchronized void useLastGood() {
    var before = state;
    switch (lastGood()) {
      case null -> denyAll();
      case CompiledPolicy policy -> {
        state = before.with(policy, PolicyOrigin.LAST_GOOD, before.lastError());
        LOG.error("ALARM: {}", alarm().orElseThrow());
      }
    }
  }

  /// Lets nothing pass until there is a good file.
  public synchronized void denyAll() {
    state = state.with(nothingPasses(), PolicyOrigin.DENY_ALL, state.lastError());
    LOG.error("ALARM: {}", alarm().orElseThrow());
  }

  private @Nullable CompiledPolicy lastGood() {
    if (keeper == null) {
      return null;
    }
    var copy = keeper.kept().file();
    try {
      return switch (HeapRoom.ofProcess()
          .check(file, PolicyReader.read(file, keeper.kept().read(file)))) {
        case PolicyReader.Result.Loaded(var policy, _, _) -> PolicyCompiler.compile(policy);
        case PolicyReader.Result.Broken(var problems, _) -> {
          LOG.error("{} is not used: {}", copy, problems.getFirst().headline());
          yield null;
        }
      };
    } catch (NoSuchFileException e) {
      LOG.error("there is no last good policy in {}", copy);
    } catch (IOException | RuntimeException e) {
      LOG.error("{} is not used: {}", copy, e.toString());
    }
    return null;
  }

  /// Null if the files are not whole; then nothing has changed.
  private @Nullable Reload reload(ReadFiles files, Predicate<Set<Path>> whole) {
    var before = state;
    var room = HeapRoom.ofProcess();
    var restored =
        keeper != null && before.generation() == 0
            ? keeper.table().restore(file, files, HeapRoom.ofProcess())
            : null;
    var result =
        room.check(file, restored == null ? PolicyReader.read(file, files) : restored.result());
    var shadows = ShadowReader.read(file, files, room::check);
    var belonging = new LinkedHashSet<>(result.files());
    belonging.addAll(shadows.files());
    if (!whole.test(belonging)) {
      return null;
    }
    tried = files.fingerprints();
    tried.keySet().retainAll(belonging);
    REPORT.shadows(
        shadows,
        result instanceof PolicyReader.Result.Loaded(var read, _, _)
            ? read.defaults().monitor()
            : before.policy().monitors());
    return switch (result) {
      case PolicyReader.Result.Loaded(var policy, var warnings, var of) -> {
        var compiled = restored == null ? PolicyCompiler.compile(policy) : restored.policy();
        state =
            new State(
                compiled,
                PolicyOrigin.FILES,
                shadows.policies(),
                before.generation() + 1,
                Instant.now(),
                List.of());
        isUnread = restored != null;
        onSwap.run();
        if (before.generation() == 0) {
          REPORT.first(compiled);
        } else {
          REPORT.swapped(before.policy(), compiled);
        }
        if (keeper != null && restored != null) {
          keeper.later(this::readAfterAll);
        } else if (keeper != null) {
          keeper.keep(
              new Keeper.Good(
                  file,
                  policy,
                  compiled,
                  files.contents(of),
                  () -> {
                    REPORT.warn(warnings.get());
                    REPORT.warn(shadows.warnings().get());
                  }));
        }
        yield new Reload.Swapped(compiled);
      }
      case PolicyReader.Result.Broken(var problems, _) -> {
        state =
            new State(
                before.policy(),
                before.origin(),
                shadows.policies(),
                before.generation(),
                before.loaded(),
                problems);
        REPORT.broken(problems);
        if (before.generation() == 0) {
          LOG.error("no policy loaded: nothing may pass");
        } else {
          LOG.error("policy not loaded: {} stays in force", before.policy().version());
        }
        yield new Reload.Kept(problems);
      }
    };
  }

  /// Reads and compiles what a start has taken as it was kept, now that nobody waits. What has
  /// changed since is the watcher's, who knows whether it is whole.
  private synchronized void readAfterAll() {
    var files = ReadFiles.of(files());
    if (isUnread && reload(files, _ -> isTried(files)) == null && keeper != null) {
      keeper.later(this::readAfterAll);
    }
  }

  private boolean isTried(ReadFiles files) {
    return files.fingerprints().entrySet().containsAll(tried.entrySet());
  }

  private static CompiledPolicy nothingPasses() {
    return PolicyCompiler.compile(new Policy(Mode.WHITELIST, List.of()));
  }
}
