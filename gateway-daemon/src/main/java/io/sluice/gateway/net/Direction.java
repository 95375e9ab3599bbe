// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.linux.Errno;
import io.sluice.gateway.linux.Pipe;
import io.sluice.gateway.linux.Socket;
import org.jspecify.annotations.Nullable;

/// One direction of a relay: what one socket says is sent to the other.
///
/// Bytes go through the loop's buffer. Only what the receiver did not take is kept, and nothing
/// more is read until it is gone: that is all the back-pressure there is.
final class Direction {

  /// Why [#move] stopped.
  enum Stop {
    /// For news from a socket.
    WAITING,
    /// To let other flows have their turn.
    BUSY,
    /// The sender reset the connection.
    FROM_RESET,
    /// The receiver reset the connection.
    TO_RESET,
    /// A request was dropped, and the flow is to be reset.
    REFUSED,
    /// Memory or the kernel failed us.
    FAILED
  }

  private static final int TURNS = 16;

  /// A read of this many bytes makes a direction a bulk transfer, which is spliced.
  private static final int BULK = 64 << 10;

  /// A turn that splices fewer bytes ends that: for them, copying is cheaper.
  private static final int TRICKLE = 16 << 10;

  private final Flow flow;
  private final Loop loop;
  private final Leg from;
  private final Leg to;

  /// Judges what the client says on an HTTP connection; null for any other and for the way back.
  private final @Nullable Gate judge;

  /// The same gate, on the way back.
  private final @Nullable Gate witness;

  private @Nullable Chunk pending;
  private @Nullable Pipe pipe;
  private boolean bulk;
  private boolean ended;
  private boolean done;

  /// @param gate judges the requests of an HTTP connection; both directions have the same one
  /// @param pending bytes to send first
  Direction(Flow flow, Leg from, Leg to, @Nullable Gate gate, @Nullable Chunk pending) {
    this.flow = flow;
    this.loop = flow.loop;
    this.from = from;
    this.to = to;
    this.judge = from.isClient ? gate : null;
    this.witness = from.isClient ? null : gate;
    this.pending = pending;
    this.ended = judge != null && judge.hasRefused();
  }

  /// Whether the sender's FIN has been passed on.
  boolean isDone() {
    return done;
  }

  /// Whether an error of the sender's socket would go unnoticed because nothing is read from it.
  boolean isStuck() {
    return ended || pending != null || pipe != null || (judge != null && judge.isFull());
  }

  /// Whether bytes wait for the receiver, so that nothing is read.
  boolean isBlocked() {
    return pending != null || pipe != null;
  }

  void release() {
    if (pending != null) {
      loop.chunks.give(pending);
      pending = null;
    }
    if (pipe != null) {
      loop.pipes.give(pipe);
      pipe = null;
    }
    if (judge != null) {
      judge.release();
    }
  }

  /// Moves what can be moved now.
  ///
  /// @param otherDone whether the other direction is done, so that closing does what shutdown would
  Stop move(boolean otherDone) {
    for (int turn = 0; turn < TURNS; turn++) {
      if (pending != null) {
        var stop = flush(pending);
        if (stop != null) {
          return stop;
        }
      }
      if (pipe != null && pipe.filled() > 0) {
        var stop = drain(pipe);
        if (stop != null) {
          return stop;
        }
      }
      if (ended && !holds()) {
        return finish(otherDone);
      }
      if (!hasNews() && (ended || !from.readable)) {
        return Stop.WAITING;
      }
      var stop = bulk && splices() ? fill() : readOnce();
      if (stop != null) {
        return stop;
      }
    }
    return Stop.BUSY;
  }

  /// Whether nobody needs to see the bytes. Urgent data would end a splice early.
  private boolean splices() {
    return (judge == null || judge.isOpen())
        && (witness == null || !witness.isWatching())
        && !from.urgent;
  }

  /// Whether bytes kept by the gate can be judged anew.
  private boolean hasNews() {
    return judge != null && judge.hasNews();
  }

  /// Whether bytes kept by the gate may still pass, although the client has nothing to add.
  private boolean holds() {
    return judge != null && judge.holds();
  }

  private @Nullable Stop fill() {
    if (pipe == null) {
      pipe = loop.pipes.take();
    }
    if (pipe == null) {
      return readOnce();
    }
    int n = pipe.fill(from.intValue());
    if (n > 0) {
      bulk = n >= TRICKLE;
      return drain(pipe);
    }
    loop.pipes.give(pipe);
    pipe = null;
    if (n == 0) {
      // Behind a FIN splice(2) says so at urgent data too, although bytes follow; recv(2) knows.
      return readOnce();
    }
    if (n == Errno.EAGAIN) {
      from.readable = false;
      return Stop.WAITING;
    }
    return Stop.FROM_RESET;
  }

  /// Sends what is in the pipe and gives it back; null when it is all gone.
  private @Nullable Stop drain(Pipe full) {
    to.beforeSend(loop);
    int n = full.drain(to.intValue());
    if (n < 0 && n != Errno.EAGAIN) {
      return Stop.TO_RESET;
    }
    count(Math.max(0, n));
    if (full.filled() > 0) {
      return to.watchWrites() ? Stop.WAITING : Stop.FAILED;
    }
    loop.pipes.give(full);
    pipe = null;
    return null;
  }

  private @Nullable Stop readOnce() {
    int kept = judge == null ? 0 : judge.restore(loop.buffer);
    if (hasNews()) {
      return pass(kept);
    }
    if (judge != null && judge.isFull()) {
      return Stop.WAITING;
    }
    int most = judge == null || judge.isOpen() ? Loop.BUFFER_SIZE : Gate.HOLD_LIMIT;
    int room = Math.min(loop.readSize(), most - kept);
    int n = loop.syscalls.recv(from.intValue(), loop.bufferAddress + kept, room, 0);
    if (n == Errno.EAGAIN) {
      from.readable = false;
      return Stop.WAITING;
    }
    if (n < 0) {
      return Stop.FROM_RESET;
    }
    if (n == 0) {
      end();
      return null;
    }
    // A short read has drained the socket: whatever comes later is a new edge. An error does not.
    boolean drained = n < room && !from.urgent && !from.failed;
    from.readable = !drained;
    bulk = n >= BULK;
    var stop = pass(kept + n);
    if (drained && from.hungUp) {
      end();
    }
    return stop;
  }

  private @Nullable Stop pass(int length) {
    int judged = length;
    if (judge != null) {
      judge.takeNews();
      judged = judge.judge(loop.view(length));
      if (judge.hasRefused()) {
        if (judge.resets()) {
          return Stop.REFUSED;
        }
        end();
      }
    } else if (witness != null && !witness.response(loop.view(length))) {
      return Stop.REFUSED;
    }
    if (judged == 0) {
      return null;
    }
    to.beforeSend(loop);
    int sent = loop.syscalls.send(to.intValue(), loop.bufferAddress, judged);
    if (sent < 0 && sent != Errno.EAGAIN) {
      return Stop.TO_RESET;
    }
    int taken = Math.max(0, sent);
    count(taken);
    return taken < judged ? keep(taken, judged - taken) : null;
  }

  private @Nullable Stop keep(int offset, int length) {
    var chunk = loop.take(length, flow);
    if (chunk == null) {
      return Stop.FAILED;
    }
    chunk.append(loop.buffer, offset, length);
    pending = chunk;
    return to.watchWrites() ? Stop.WAITING : Stop.FAILED;
  }

  /// Sends what waits; null when it is all gone.
  private @Nullable Stop flush(Chunk chunk) {
    if (chunk.readable() > 0) {
      to.beforeSend(loop);
      int sent = loop.syscalls.send(to.intValue(), chunk.address + chunk.read, chunk.readable());
      if (sent == Errno.EAGAIN) {
        return to.watchWrites() ? Stop.WAITING : Stop.FAILED;
      }
      if (sent < 0) {
        return Stop.TO_RESET;
      }
      count(sent);
      chunk.read += sent;
      if (chunk.readable() > 0) {
        return to.watchWrites() ? Stop.WAITING : Stop.FAILED;
      }
    }
    loop.chunks.give(chunk);
    pending = null;
    return null;
  }

  /// The sender's stream is over; a refusal's answer goes behind what the origin still had to say.
  private void end() {
    ended = true;
    if (witness != null) {
      witness.originEnded();
      pending = witness.answer(pending);
    }
  }

  private Stop finish(boolean otherDone) {
    if (!done) {
      done = true;
      if (judge != null) {
        // What it keeps can neither be judged nor pass any more.
        judge.release();
      }
      if (!otherDone) {
        loop.syscalls.shutdown(to.intValue(), Socket.SHUT_WR);
      }
    }
    return Stop.WAITING;
  }

  private void count(int bytes) {
    if (from.isClient) {
      flow.bytesUp += bytes;
    } else {
      flow.bytesDown += bytes;
    }
  }
}
