// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.config.GatewayConfig.Deny;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.policy.DropReason;
import io.sluice.policy.Protocol;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Looks at a client's bytes after the first verdict, where there is more to judge; both directions
/// of a relay have the same gate. What may not pass yet is kept here.
abstract sealed class Gate permits RequestGate, HelloGate {
  /// Bytes kept at most before nothing more is read from the client.
  private static final int HOLD_LIMIT = 128 << 10;

  final Flow flow;
  final Loop loop;
  private @Nullable Chunk carry;
  private FlowEvent.@Nullable Decided refusal;
  private boolean news;

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

  /// The origin has said FIN: whatever was awaited from it will not come.
  abstract void originEnded();

  /// Judges the client's bytes, those that were kept before included.
  ///
  /// @return how many of them, from the first on, may pass; the rest is kept. -1 when there is no
  ///   memory to keep it
  final int judge(ByteBuffer bytes) {
    if (carry != null) {
      carry.write = 0;
    }
    int start = bytes.position();
    walk(bytes);
    int pass = bytes.position() - start;
    return hasRefused() || keep(bytes) ? pass : -1;
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
    var chunk = loop.chunks.take(waiting + answer.length);
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
      loop.chunks.give(carry);
      carry = null;
    }
  }

  private boolean keep(ByteBuffer bytes) {
    int length = bytes.remaining();
    if (length == 0) {
      release();
      return true;
    }
    if (carry == null || carry.capacity() < length) {
      release();
      carry = loop.chunks.take(length);
    }
    if (carry == null) {
      return false;
    }
    carry.append(MemorySegment.ofBuffer(bytes), 0, length);
    return true;
  }
}
