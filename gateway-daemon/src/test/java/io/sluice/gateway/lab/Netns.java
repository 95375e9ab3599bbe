// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A network namespace that this process can make sockets in.
///
/// One platform thread lives there, since setns(2) moves a thread and not a process.
final class Netns implements AutoCloseable {
  private static final int CLONE_NEWNET = 0x40000000;
  private static final int O_RDONLY = 0;
  private static final int BACKLOG = 4096;

  private final String name;
  private final ExecutorService inside;

  private Netns(String name) {
    this.name = name;
    this.inside =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("netns-" + name).factory());
  }

  /// Enters a namespace made by `ip netns add`.
  static Netns named(String name) {
    var netns = new Netns(name);
    netns.call(() -> {
      enter("/run/netns/" + name);
      return name;
    });
    return netns;
  }

  /// Runs `work` inside, where every socket that it makes will belong.
  <T> T call(Callable<T> work) {
    try {
      return inside.submit(work).get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException cause) {
        throw new UncheckedIOException(cause);
      }
      throw new IllegalStateException("in namespace " + name, failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /// A socket of this namespace, not connected.
  SocketChannel socket() {
    return call(SocketChannel::open);
  }

  DatagramChannel datagramSocket() {
    return call(DatagramChannel::open);
  }

  ServerSocketChannel listen(InetSocketAddress address) {
    return call(() -> ServerSocketChannel.open().bind(address, BACKLOG));
  }

  /// The command that runs `command` inside.
  List<String> command(List<String> command) {
    var all = new ArrayList<>(List.of("ip", "netns", "exec", name));
    all.addAll(command);
    return all;
  }

  @Override
  public void close() {
    inside.close();
  }

  @SuppressWarnings("restricted")
  private static void enter(String path) throws IOException {
    var linker = Linker.nativeLinker();
    MethodHandle open =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    MethodHandle setns =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setns"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try (var arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(path);
      int descriptor = (int) open.invokeExact(text, O_RDONLY);
      if (descriptor < 0 || (int) setns.invokeExact(descriptor, CLONE_NEWNET) != 0) {
        throw new IOException("cannot enter " + path);
      }
    } catch (IOException failed) {
      throw failed;
    } catch (Throwable impossible) {
      throw new LinkageError("a function of libc", impossible);
    }
  }
}
