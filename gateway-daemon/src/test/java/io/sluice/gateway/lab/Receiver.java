// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.lab;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A client or an origin that is a process of its own, so that it can be stopped: says the digest
/// of what comes over each of its connections.
final class Receiver implements AutoCloseable {
  static final int CONNECTIONS = 8;

  /// Bytes that the kernel takes for it; by itself it may take as many as a test sends.
  private static final int BUFFER = 256 << 10;

  private final Process process;
  private final BufferedReader said;

  private Receiver(Netns where, String role, String address, String host) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes = System.getProperty("java.class.path");
    var command =
        List.of(java, "-Xmx64m", "-cp", classes, Receiver.class.getName(), role, address, host);
    try {
      process =
          new ProcessBuilder(where.command(command))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    said = process.inputReader();
  }

  /// Connects and names `host`.
  static Receiver client(Lab lab, String address, String host) {
    return new Receiver(lab.client(), "connect", address, host);
  }

  /// Listens, and leaves the hello, which names `host`, and the record behind it out of account.
  static Receiver origin(Lab lab, String address, String host) throws IOException {
    var receiver = new Receiver(lab.origin(), "listen", address, host);
    receiver.said.readLine();
    return receiver;
  }

  /// Stops it, and waits until none of its threads reads any more.
  void stop() {
    signal("STOP");
    // A thread may end while they are read.
    await()
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> states().stream().allMatch("T"::equals));
  }

  /// Lets it go on.
  void goOn() {
    signal("CONT");
  }

  private void signal(String name) {
    Command.mustRun(List.of("kill", "-" + name, Long.toString(process.pid())));
  }

  /// The states of its threads, as in proc_pid_stat(5).
  private List<String> states() throws IOException {
    try (var threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
      var states = new ArrayList<String>();
      for (var thread : threads.toList()) {
        var stat = Files.readString(thread.resolve("stat"));
        states.add(stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1));
      }
      return states;
    }
  }

  /// Waits for the ends of all connections.
  List<String> digests() {
    return said.lines().toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  static void main(String[] arguments) throws Exception {
    var address = new InetSocketAddress(arguments[1], 443);
    var hello = Hello.naming(arguments[2]);
    var connections = new ArrayList<SocketChannel>();
    if (arguments[0].equals("listen")) {
      var listener = ServerSocketChannel.open();
      listener.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER).bind(address);
      System.out.println("listening");
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(listener.accept());
        Wire.receive(connections.getLast(), hello.length);
        Wire.send(connections.getLast(), Hello.answer());
        Wire.receive(connections.getLast(), Hello.sealed().length);
      }
    } else {
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(SocketChannel.open());
        connections.getLast().setOption(StandardSocketOptions.SO_RCVBUF, BUFFER).connect(address);
        Wire.send(connections.getLast(), hello);
      }
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var digests = new ArrayList<Future<String>>();
      for (var connection : connections) {
        digests.add(threads.submit(() -> Bulk.digestOfReceived(connection)));
      }
      for (var digest : digests) {
        System.out.println(digest.get());
      }
    }
  }
}
