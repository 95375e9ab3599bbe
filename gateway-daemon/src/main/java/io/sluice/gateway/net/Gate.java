// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.config.GatewayConfig.Deny;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.gateway.flow.FlowEvent.End;
import io.sluice.policy.DropReason;
import io.sluice.policy.Protocol;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Looks at a client's bytes after the first verdict, where there is more to judge; both directions
/// of a relay have the same gate. What may not pass yet is kept here, for as long as a decision may
/// take.
abstract sealed class Gate extends TimingWheel.Entry permits RequestGate, HelloGate {
  /// Bytes kept at most before nothing more is read from the client.
  static final int HOLD_LIMIT = 128 << 10;

  /// Two blank lines: no more of them may stand between requests.
  private static final int BLANK = 4;

  final Flow flow;
  final Loop loop;
  private @Nullable Chunk carry;
  private FlowEvent.@Nullable Decided refusal;
  private boolean news;

  /// The client's direction, once there is an origin.
  private @Nullable Direction up;

  Gate(Flow flow) {
    this.flow = flow;
    this.loop = flow.loop;
  }

  /// Moves the position of the client's bytes over all that may pass, or calls [#refuse].
  abstract void walk(ByteBuffer bytes);

  /// Sees what the origin answers, as long as [#isWatching]; returns whether it may pass, or has
  /// called [#refuse].
  abstract boolean response(ByteBuffer bytes);

  /// Whether [#response] still wants to see what the origin answers.
  abstract boolean isWatching();

  /// Whether nothing is left to judge, so that bytes need not be seen any more.
  abstract boolean isOpen();

  /// Whether what is kept waits for something that is going to come, such as the origin's answer.
  abstract boolean isWaiting();

  /// The origin is connected.
  void connected() {}

  /// From now on what may pass goes this way.
  final void passTo(Direction direction) {
    up = direction;
  }

  /// The origin has said FIN: whatever was awaited from it will not come.
  abstract void originEnded();

  /// Judges the client's bytes, those that were kept before included.
  ///
  /// @return how many of them, from the first on, may pass; the rest is kept
  final int judge(ByteBuffer bytes) {
    if (carry != null) {
      carry.write = 0;
    }
    int start = bytes.position();
    walk(bytes);
    int pass = bytes.position() - start;
    if (!hasRefused()) {
      keep(bytes, pass > 0);
    }
    return pass;
  }

  /// Copies what was kept to the front of the buffer; returns how many bytes that is.
  final int restore(MemorySegment buffer) {
    if (carry == null) {
      return 0;
    }
    MemorySegment.copy(carry.memory, 0, buffer, 0, carry.write);
    return carry.write;
  }

  /// Whether so much is kept that the client has to wait.
  final boolean isFull() {
    return carry != null && carry.write >= HOLD_LIMIT;
  }

  /// Whether kept bytes can be judged anew.
  final boolean hasNews() {
    return news;
  }

  /// Forgets the news: all that was kept is judged now.
  final void takeNews() {
    news = false;
  }

  /// Notes that what was kept, if anything, can be judged now.
  final void setNews() {
    news = carry != null;
  }

  /// Whether bytes are kept that may still pass without anything more from the client.
  final boolean holds() {
    return carry != null && !hasRefused() && (news || isWaiting());
  }

  final boolean hasRefused() {
    return refusal != null;
  }

  /// Whether a refusal resets the flow instead of letting earlier requests come to their end.
  final boolean resets() {
    return refusal != null && Refusal.way(loop, refusal) == Deny.RESET;
  }

  final void refuse(FlowEvent.Decided decided) {
    refusal = decided;
    loop.listener.on(decided);
  }

  final void refuse(Protocol protocol, @Nullable String name, DropReason reason) {
    refuse(loop.decider.drop(flow.connection, protocol, name, reason));
  }

  /// The answer to what was refused, behind what the origin still had to say.
  ///
  /// @param pending what still waits to be sent
  final @Nullable Chunk answer(@Nullable Chunk pending) {
    if (refusal == null || Refusal.way(loop, refusal) != Deny.RESPOND) {
      return pending;
    }
    var answer = Refusal.answer(refusal);
    int waiting = pending == null ? 0 : pending.readable();
    var chunk = loop.take(waiting + answer.length, flow);
    if (chunk == null) {
      return pending;
    }
    if (pending != null) {
      chunk.append(pending.memory, pending.read, waiting);
      loop.chunks.give(pending);
    }
    chunk.append(MemorySegment.ofArray(answer), 0, answer.length);
    return chunk;
  }

  final void release() {
    if (carry != null) {
      loop.holding.remove(this);
      loop.chunks.giveHeld(carry);
      carry = null;
    }
  }

  /// The client had its time for what is kept: the rest did not come, or who had to say whether it
  /// may pass did not.
  @Override
  final void expired() {
    if (flow.isClosed()) {
      release();
    } else if (up == null || up.isBlocked() || isBlank()) {
      loop.holding.add(this, loop.now());
    } else {
      release();
      drop(DropReason.DECISION_TIMEOUT);
      news = true;
      flow.ready(flow.client, 0);
    }
  }

  /// Gives up the flow to make room.
  final void shed() {
    release();
    if (!flow.isClosed()) {
      drop(DropReason.TOO_MANY_UNDECIDED);
      flow.reset(End.REQUEST_DROPPED);
    }
  }

  private void drop(DropReason reason) {
    switch (this) {
      case HelloGate gate -> refuse(Protocol.TLS, gate.name(), reason);
      case RequestGate _ -> refuse(Protocol.HTTP, null, reason);
    }
  }

  /// Whether there is nothing but blank lines, as some clients send behind a request.
  private boolean isBlank() {
    if (carry == null || carry.write > BLANK) {
      return false;
    }
    for (int i = 0; i < carry.write; i++) {
      byte b = carry.memory.get(ValueLayout.JAVA_BYTE, i);
      if (b != '\r' && b != '\n') {
        return false;
      }
    }
    return true;
  }

  /// @param moved whether others have passed before these bytes, so that their time begins
  private void keep(ByteBuffer bytes, boolean moved) {
    int length = bytes.remaining();
    if (length == 0) {
      release();
      return;
    }
    long began = carry == null || moved ? loop.now() : since;
    if (carry == null || moved || carry.capacity() < length) {
      release();
      carry = loop.hold(length, flow);
      if (carry == null) {
        drop(DropReason.TOO_MANY_UNDECIDED);
        return;
      }
    }
    loop.holding.add(this, began);
    carry.append(MemorySegment.ofBuffer(bytes), 0, length);
  }
}
