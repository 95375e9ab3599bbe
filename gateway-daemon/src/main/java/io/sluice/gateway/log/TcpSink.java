// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A syslog receiver on TCP (RFC 6587). What the kernel took before a connection broke may be lost
/// with it; a frame that it took in part is sent whole on the next one.
final class TcpSink implements Sink {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
  private static final int IGNORED_BYTES = 512;

  private final HostLookup receiver;
  private final LongSupplier nanoTime;
  private final ByteBuffer ignored = ByteBuffer.allocateDirect(IGNORED_BYTES);
  private @Nullable SocketChannel socket;

  /// When the receiver last took something or was asked to connect.
  private long progress;

  TcpSink(String host, int port, LongSupplier nanoTime) {
    receiver = new HostLookup(host, port);
    this.nanoTime = nanoTime;
  }

  @Override
  public boolean drain(FrameBuffer frames) throws IOException {
    var open = socket;
    if (open == null) {
      open = open(frames);
    }
    if (open == null || !isConnected(open)) {
      return false;
    }
    detectEnd(open);
    write(open, frames);
    return true;
  }

  private @Nullable SocketChannel open(FrameBuffer frames) throws IOException {
    var address = receiver.poll();
    if (address == null) {
      return null;
    }
    var opened = SocketChannel.open();
    socket = opened;
    frames.rewind();
    opened.configureBlocking(false);
    opened.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    opened.connect(address);
    progress = nanoTime.getAsLong();
    return opened;
  }

  private boolean isConnected(SocketChannel open) throws IOException {
    if (open.finishConnect()) {
      return true;
    }
    failWithoutProgress("no answer");
    return false;
  }

  /// A receiver says nothing, so the only thing to read is the end. To look for it before writing
  /// saves the messages that a closed connection would swallow.
  private void detectEnd(SocketChannel open) throws IOException {
    int read;
    do {
      read = open.read(ignored.clear());
    } while (read > 0);
    if (read < 0) {
      throw new EOFException("closed by the receiver");
    }
  }

  private void write(SocketChannel open, FrameBuffer frames) throws IOException {
    while (!frames.isEmpty()) {
      int written = open.write(frames.unread());
      if (written == 0) {
        failWithoutProgress("nothing taken");
        return;
      }
      frames.consumed(written);
      progress = nanoTime.getAsLong();
    }
    progress = nanoTime.getAsLong();
  }

  private void failWithoutProgress(String what) throws IOException {
    if (nanoTime.getAsLong() - progress > PATIENCE) {
      throw new SocketTimeoutException(
          what + " for " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE) + " s");
    }
  }

  @Override
  public void close() {
    var open = socket;
    socket = null;
    Closing.quietly(open);
  }

  @Override
  public String toString() {
    return "syslog tcp " + receiver;
  }
}
