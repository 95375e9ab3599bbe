// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.sluice.gateway.flow.FlowDecider;
import io.sluice.gateway.flow.FlowListener;
import io.sluice.gateway.resolve.NameBinding;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// All event loops with their listeners. Each loop has a listening socket of its own for each port
/// (SO_REUSEPORT) and handles what that socket accepts from beginning to end.
public final class Datapath implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup group;
  private final OwnAddresses own;
  private final OriginalDestination original;
  private final PortShortage shortage;
  private final List<Loop> loops = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();

  private Datapath(DatapathSettings settings, OwnAddresses own, OriginalDestination original) {
    this.own = own;
    this.original = original;
    shortage = new PortShortage(settings.upstreamSource());
    group =
        new MultiThreadIoEventLoopGroup(
            settings.listen().loops(),
            new DefaultThreadFactory("sluice-loop", true),
            EpollIoHandler.newFactory());
  }

  /// Opens the listening sockets, all of them or none, and starts accepting.
  public static Datapath start(
      DatapathSettings settings,
      FlowDecider decider,
      NameBinding binding,
      FlowListener listener,
      OwnAddresses own,
      OriginalDestination original)
      throws IOException {
    var datapath = new Datapath(settings, own, original);
    try {
      datapath.open(settings, decider, binding, listener);
    } catch (IOException | RuntimeException e) {
      datapath.close();
      throw e;
    }
    return datapath;
  }

  private void open(
      DatapathSettings settings, FlowDecider decider, NameBinding binding, FlowListener listener)
      throws IOException {
    SourceSelection.check(settings.upstreamSource());
    int index = 0;
    for (EventExecutor executor : group) {
      var loop =
          new Loop(
              (IoEventLoop) executor,
              index++,
              settings.listen().loops(),
              settings,
              decider,
              binding,
              listener,
              shortage);
      loops.add(loop);
      for (int port : settings.listen().ports()) {
        listen(loop, Listener.ListenAddress.any(port, false));
        if (settings.listen().ipv6()) {
          listen(loop, Listener.ListenAddress.any(port, true));
        }
      }
    }
    onEveryLoop(() -> {});
    for (var opened : listeners) {
      opened.loop().executor.execute(opened::start);
    }
    onEveryLoop(() -> {});
  }

  private void listen(Loop loop, Listener.ListenAddress at) throws IOException {
    listeners.add(new Listener(loop, at, ListeningSocket.open(at), own, original));
  }

  /// Connections open now.
  public int flows() {
    return loops.stream().mapToInt(Loop::flows).sum();
  }

  /// How often no local port was free towards an origin.
  public long portShortages() {
    return shortage.count();
  }

  /// Judges every open flow by the policy in force, after `grace`.
  public void recheck(Duration grace) {
    for (var loop : loops) {
      loop.executor.schedule(loop::recheck, grace.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /// Whether every event loop answers within `patience`.
  public boolean isAlive(Duration patience) {
    var answers = new CountDownLatch(loops.size());
    loops.forEach(loop -> loop.executor.execute(answers::countDown));
    return await(answers, patience);
  }

  /// Stops accepting and waits until the open flows have ended or `patience` is over; returns how
  /// many were left.
  public int drain(Duration patience) throws InterruptedException {
    for (var open : listeners) {
      open.loop().executor.execute(open::stop);
    }
    onEveryLoop(() -> {});
    long end = System.nanoTime() + patience.toNanos();
    while (flows() > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return flows();
  }

  /// Resets what is still open and stops the event loops.
  @Override
  public void close() {
    for (var open : listeners) {
      open.loop().executor.execute(open::stop);
    }
    for (var loop : loops) {
      loop.executor.execute(loop::abortAll);
    }
    onEveryLoop(() -> {});
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }

  private void onEveryLoop(Runnable task) {
    var done = new CountDownLatch(loops.size());
    for (var loop : loops) {
      loop.executor.execute(() -> {
        task.run();
        done.countDown();
      });
    }
    await(done, Duration.ofSeconds(5));
  }

  private static boolean await(CountDownLatch latch, Duration patience) {
    try {
      return latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
