// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.config.GatewayConfig.Deny;
import io.sluice.gateway.flow.FlowDecider;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.peek.Defect;
import io.sluice.peek.RequestHead;
import io.sluice.peek.RequestWalker;
import io.sluice.policy.DropReason;
import io.sluice.policy.Protocol;
import io.sluice.policy.Verdict;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Judges every request of one HTTP connection: only bytes of requests that may pass get through.
final class RequestGate {
  private final Flow flow;
  private final Loop loop;
  private final RequestWalker walker;

  /// The beginning of a head that is not complete.
  private @Nullable Chunk carry;

  private boolean first = true;
  private FlowEvent.@Nullable Decided refusal;
  private @Nullable UpgradeWatch upgrade;
  private boolean news;

  RequestGate(Flow flow) {
    this.flow = flow;
    this.loop = flow.loop;
    this.walker = new RequestWalker(loop.settings.limits().headBytes());
  }

  boolean hasRefused() {
    return refusal != null;
  }

  /// Whether a refusal resets the flow instead of letting earlier requests come to their end.
  boolean resets() {
    return loop.settings.deny() == Deny.RESET;
  }

  /// Like [#judge] for the first bytes of a connection, whose first request has been judged
  /// already.
  int judgeFirst(ByteBuffer bytes) {
    return judge(bytes);
  }

  /// Judges the client's bytes, those that were kept before included.
  ///
  /// @return how many of them, from the first on, may pass; the rest is kept. -1 when there is no
  ///   memory to keep it
  int judge(ByteBuffer bytes) {
    if (carry != null) {
      carry.write = 0;
    }
    int start = bytes.position();
    while (refusal == null) {
      switch (walker.next(bytes)) {
        case RequestWalker.Step.Body(int length) -> bytes.position(bytes.position() + length);
        case RequestWalker.Step.Head(RequestHead head, int length) -> {
          if (admit(head)) {
            bytes.position(bytes.position() + length);
          }
        }
        case RequestWalker.Step.Malformed(Defect defect, String name) ->
            refuse(name, FlowDecider.reason(defect));
        case RequestWalker.Step.NeedMore() -> {
          int pass = bytes.position() - start;
          return keep(bytes) ? pass : -1;
        }
      }
    }
    return bytes.position() - start;
  }

  /// Copies what was kept to the front of the buffer; returns how many bytes that is.
  int restore(MemorySegment buffer) {
    if (carry == null) {
      return 0;
    }
    MemorySegment.copy(carry.memory, 0, buffer, 0, carry.write);
    return carry.write;
  }

  /// Whether [#response] still wants to see what the origin answers.
  boolean isWatching() {
    return upgrade != null;
  }

  /// Sees what the origin answers, as long as that matters.
  void response(ByteBuffer bytes) {
    if (upgrade == null) {
      return;
    }
    switch (upgrade.look(bytes)) {
      case UNKNOWN -> {
        return;
      }
      case SWITCHED -> walker.upgraded();
      case DECLINED -> walker.upgradeRefused();
    }
    upgrade = null;
    news = true;
  }

  /// Whether kept bytes can be judged anew.
  boolean hasNews() {
    return news;
  }

  /// The same, and no longer after this call.
  boolean takeNews() {
    boolean had = news;
    news = false;
    return had;
  }

  /// The answer to a refused request, behind the answers to those before it.
  ///
  /// @param pending what still waits to be sent
  @Nullable Chunk answer(@Nullable Chunk pending) {
    if (refusal == null || loop.settings.deny() != Deny.RESPOND) {
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

  void release() {
    if (carry != null) {
      loop.chunks.give(carry);
      carry = null;
    }
  }

  private boolean admit(RequestHead head) {
    if (first) {
      first = false;
      if (head.upgrade() != null) {
        upgrade = new UpgradeWatch();
      }
      return true;
    }
    if (head.upgrade() != null) {
      // Which of the answers under way would be the one to this request cannot be told from here.
      refuse(head.host(), DropReason.UPGRADE_REFUSED);
      return false;
    }
    var decided = loop.decider.decide(flow.connection, head);
    loop.listener.on(decided);
    if (decided.verdict() instanceof Verdict.Drop) {
      refusal = decided;
      return false;
    }
    return true;
  }

  private void refuse(@Nullable String name, DropReason reason) {
    refusal = loop.decider.drop(flow.connection, Protocol.HTTP, name, reason);
    loop.listener.on(refusal);
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
