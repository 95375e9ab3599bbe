// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.flow.FlowDecider;
import io.sluice.peek.Defect;
import io.sluice.peek.RequestHead;
import io.sluice.peek.RequestWalker;
import io.sluice.peek.ResponseStatus;
import io.sluice.policy.Protocol;
import io.sluice.policy.Verdict;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Judges every request of an HTTP connection; the first has been judged already.
final class RequestGate extends Gate {
  private static final int SWITCHING_PROTOCOLS = 101;

  private final RequestWalker walker;
  private boolean first = true;

  /// Reads the answer to an Upgrade request.
  private @Nullable ResponseStatus upgrade;

  RequestGate(Flow flow) {
    super(flow);
    this.walker = new RequestWalker(loop.settings.limits().headBytes());
  }

  @Override
  void walk(ByteBuffer bytes) {
    while (!hasRefused()) {
      switch (walker.next(bytes)) {
        case RequestWalker.Step.Body(int length) -> bytes.position(bytes.position() + length);
        case RequestWalker.Step.Head(RequestHead head, int length) -> {
          if (admit(head)) {
            bytes.position(bytes.position() + length);
          }
        }
        case RequestWalker.Step.Malformed(Defect defect, String name) ->
            refuse(Protocol.HTTP, name, FlowDecider.reason(defect));
        case RequestWalker.Step.NeedMore() -> {
          return;
        }
      }
    }
  }

  @Override
  void response(ByteBuffer bytes) {
    if (upgrade == null) {
      return;
    }
    int status = upgrade.read(bytes);
    if (status == ResponseStatus.NEED_MORE) {
      return;
    }
    if (status == SWITCHING_PROTOCOLS) {
      walker.upgraded();
    } else {
      walker.upgradeRefused();
    }
    upgrade = null;
    setNews();
  }

  @Override
  boolean isWatching() {
    return upgrade != null;
  }

  @Override
  boolean isOpen() {
    return false;
  }

  private boolean admit(RequestHead head) {
    if (head.upgrade() != null) {
      upgrade = new ResponseStatus();
    }
    if (first) {
      first = false;
      return true;
    }
    var decided = loop.decider.decide(flow.connection, head);
    if (decided.verdict() instanceof Verdict.Drop) {
      refuse(decided);
      return false;
    }
    loop.listener.on(decided);
    return true;
  }
}
