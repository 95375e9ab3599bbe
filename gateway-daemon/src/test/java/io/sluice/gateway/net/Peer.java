// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// One end of a connection, which reads all the time and checks every byte: all peers send the same
/// stream.
final class Peer implements AutoCloseable {
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();
  private static final byte[] STREAM = stream();

  /// How the other end's stream ended, as far as it can be told.
  enum Seen {
    /// Every byte, then FIN.
    ALL,
    /// Bytes as they were sent, not necessarily all, then a reset.
    RESET,
    /// FIN, but not behind the last byte.
    CUT,
    /// Bytes that were never sent.
    WRONG,
    /// Nothing: this end reset the connection.
    NOTHING
  }

  private final Socket socket;
  private final CompletableFuture<Seen> end = new CompletableFuture<>();
  private int expected;
  private volatile boolean gone;
  private final AtomicInteger received = new AtomicInteger();

  Peer(Socket socket) {
    this.socket = socket;
    THREADS.execute(this::read);
  }

  void send(int bytes) throws IOException {
    socket.getOutputStream().write(STREAM, 0, bytes);
  }

  /// Sends until the other end's reset is noticed.
  void sendUntilReset() {
    try {
      while (true) {
        socket.getOutputStream().write(STREAM, 0, 1);
        Thread.onSpinWait();
      }
    } catch (IOException reset) {
      end.obtrudeValue(Seen.RESET);
    }
  }

  void finish() throws IOException {
    socket.shutdownOutput();
  }

  void reset() throws IOException {
    gone = true;
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /// Waits until the other end's stream has ended, which should be behind `bytes`.
  void awaitEnd(int bytes) {
    expected = bytes;
    end.join();
  }

  Seen seen() {
    if (gone) {
      return Seen.NOTHING;
    }
    var seen = end.join();
    return seen == Seen.ALL && received.get() != expected ? Seen.CUT : seen;
  }

  private void read() {
    var buffer = new byte[64 << 10];
    try {
      while (true) {
        int n = socket.getInputStream().read(buffer);
        if (n < 0) {
          end.complete(Seen.ALL);
          return;
        }
        if (!sent(buffer, n)) {
          end.complete(Seen.WRONG);
          return;
        }
        received.addAndGet(n);
      }
    } catch (IOException reset) {
      end.complete(Seen.RESET);
    }
  }

  private boolean sent(byte[] bytes, int length) {
    int at = received.get();
    return at + length <= STREAM.length && Arrays.equals(bytes, 0, length, STREAM, at, at + length);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static byte[] stream() {
    var bytes = new byte[8 << 20];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
