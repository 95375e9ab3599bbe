// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sluice.gateway.config.GatewayConfig.Resolve;
import io.sluice.gateway.resolve.Lookup.Waiter;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Names to addresses. What is known is read by any thread without waiting; servers are asked on a
/// thread of its own. Never throws.
public final class Resolver implements AutoCloseable {
  private static final Bounds BOUNDS = new Bounds(16_384, 262_144, 512);

  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;
  private final LongSupplier clock;
  private final NameTable table;
  private final Lookups lookups;

  /// What the network can make the resolver keep.
  ///
  /// @param addresses over all names
  /// @param lookups at a time
  record Bounds(int names, int addresses, int lookups) {}

  Resolver(
      Resolve settings,
      Bounds bounds,
      BooleanSupplier usesV6,
      LongSupplier clock,
      Path resolvConf,
      Path hosts) {
    this.clock = clock;
    group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("sluice-resolve", true), EpollIoHandler.newFactory());
    loop = group.next();
    table = new NameTable(bounds.names, bounds.addresses);
    lookups =
        new Lookups(
            loop,
            clock,
            new Answers(Lifetimes.of(settings)),
            table,
            new Servers(settings.servers(), resolvConf),
            new HostsFile(hosts),
            settings.timeout(),
            bounds.lookups,
            usesV6);
  }

  /// Starts a resolver that goes by the system's files where the settings name no server.
  ///
  /// @param usesV6 whether anybody could use IPv6 addresses; asked for each lookup
  public static Resolver start(Resolve settings, BooleanSupplier usesV6) {
    return new Resolver(
        settings,
        BOUNDS,
        usesV6,
        System::nanoTime,
        Path.of("/etc/resolv.conf"),
        Path.of("/etc/hosts"));
  }

  /// What is known of a name, however old; null when it is nothing. Renews it in the background
  /// when its time is nearly over.
  ///
  /// @param v6 which family matters
  public @Nullable Answer cached(String name, boolean v6) {
    var entry = table.get(name);
    if (entry == Entry.NONE || (v6 && !entry.both)) {
      return null;
    }
    long now = clock.getAsLong();
    entry.usedAt = now;
    if (now - entry.refreshAt >= 0
        && entry.answer != null
        && !entry.refreshing.get()
        && entry.refreshing.compareAndSet(false, true)) {
      run(() -> lookups.refresh(entry));
    }
    return entry.answer;
  }

  /// Asks the servers.
  ///
  /// @param v6 which family matters; the answer need not wait for the other
  /// @param executor where `callback` is called, within the time-out of two tries
  public void resolve(String name, boolean v6, Executor executor, Consumer<Answer> callback) {
    var waiter = new Waiter(v6, executor, callback);
    if (!run(() -> lookups.resolve(name, waiter))) {
      waiter.tell(new Answer.Unavailable(clock.getAsLong()));
    }
  }

  /// Asks every server once, before anybody waits for one: those that do not answer are told of,
  /// and what the first question takes more than others is over.
  public void greet() {
    run(lookups::greet);
  }

  /// The clock of all answers.
  long now() {
    return clock.getAsLong();
  }

  /// Names in the table.
  public int names() {
    return table.size();
  }

  /// Lookups so far, and how many of them no server answered.
  public long lookups() {
    return lookups.started.sum();
  }

  public long failures() {
    return lookups.failed.sum();
  }

  @Override
  public void close() {
    run(lookups::close);
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }

  private boolean run(Runnable task) {
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }
}
