// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.flow.FlowDecider;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.gateway.flow.FlowEvent.Mismatch;
import io.sluice.gateway.resolve.Answer;
import io.sluice.gateway.resolve.Target;
import io.sluice.peek.Defect;
import io.sluice.peek.Peek;
import io.sluice.peek.RequestHead;
import io.sluice.peek.RequestSource;
import io.sluice.peek.ResponseStatus;
import io.sluice.policy.Address;
import io.sluice.policy.DropReason;
import io.sluice.policy.Protocol;
import io.sluice.policy.Verdict;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Judges every request of an HTTP connection; the first has been judged already.
final class RequestGate extends Gate {
  private static final int SWITCHING_PROTOCOLS = 101;

  private final RequestSource requests;

  /// The decision of the last request that passed.
  private FlowEvent.Decided passed;

  private boolean first = true;
  private boolean connected;

  /// A request that may pass if its name belongs to the origin.
  private @Nullable Held held;

  /// Reads the answer to an Upgrade request.
  private @Nullable ResponseStatus upgrade;

  /// A request of which nothing has passed yet.
  private static final class Held {
    /// What it is judged by.
    final Peek peek;

    final RequestHead head;
    final int length;
    boolean asked;
    @Nullable Answer answer;

    Held(Peek peek, RequestHead head, int length) {
      this.peek = peek;
      this.head = head;
      this.length = length;
    }
  }

  /// @param requests from the first byte of the connection on
  /// @param first the decision of the first request
  RequestGate(Flow flow, RequestSource requests, FlowEvent.Decided first) {
    super(flow);
    this.requests = requests;
    this.passed = first;
  }

  @Override
  void walk(ByteBuffer bytes) {
    while (!hasRefused() && (held == null || settle(held, bytes))) {
      switch (requests.next(bytes)) {
        case RequestSource.Step.Body(int length) -> skip(bytes, length);
        case RequestSource.Step.Head(RequestHead head, int length) ->
            request(new Held(new Peek.Http(head, length), head, length), bytes);
        case RequestSource.Step.Malformed(Defect defect, String name)
            when defect == Defect.IP_LITERAL ->
            literal(new Peek.Malformed(Peek.Protocol.HTTP, defect, 0, name), bytes);
        case RequestSource.Step.Malformed(Defect defect, String name) ->
            refuse(Protocol.HTTP, name, FlowDecider.reason(defect));
        case RequestSource.Step.NeedMore() -> {
          return;
        }
      }
    }
  }

  /// An address in the place of a name is for the policy to judge, like the first of a connection.
  private void literal(Peek.Malformed peek, ByteBuffer bytes) {
    switch (requests.allowLiteral()) {
      case RequestSource.Step.Head(RequestHead head, int length) ->
          request(new Held(peek, head, length), bytes);
      case RequestSource.Step.Malformed(Defect defect, _) ->
          refuse(Protocol.HTTP, peek.name(), FlowDecider.reason(defect));
      default -> refuse(Protocol.HTTP, peek.name(), DropReason.IP_LITERAL);
    }
  }

  private void request(Held request, ByteBuffer bytes) {
    if (first) {
      first = false;
      pass(request.head, request.length, bytes);
      return;
    }
    var origin = flow.dialled;
    var decided = judged(request.peek, origin == null ? passed.dialled() : origin);
    if (decided.verdict() instanceof Verdict.Drop) {
      refuse(decided);
    } else if (Objects.equals(decided.seen().name(), passed.seen().name())) {
      admit(request, decided, passed.mismatch(), bytes);
    } else {
      held = request;
    }
  }

  /// @param origin where the request goes
  private FlowEvent.Decided judged(Peek peek, Address origin) {
    var decided = loop.decider.decide(flow.connection, peek);
    return decided.verdict() instanceof Verdict.Drop ? decided : loop.decider.at(origin, decided);
  }

  /// Holds the name of a request against the origin's address; returns whether that is over.
  private boolean settle(Held request, ByteBuffer bytes) {
    var origin = flow.dialled;
    if (!connected || origin == null) {
      return false;
    }
    // By the policy in force now, which may be another one than before a wait.
    var decided = judged(request.peek, origin);
    if (decided.verdict() instanceof Verdict.Drop) {
      held = null;
      refuse(decided);
      return true;
    }
    switch (target(request, decided, origin)) {
      case Target.Keep() -> admit(request, decided, elsewhere(decided, origin), bytes);
      case Target.Dial(_, var mismatch) -> admit(request, decided, mismatch, bytes);
      case Target.Drop(DropReason reason) -> {
        held = null;
        refuse(decided.dropped(reason));
      }
      case Target.Ask() -> {
        ask(request, decided, origin);
        return false;
      }
    }
    return true;
  }

  private Target target(Held request, FlowEvent.Decided decided, Address origin) {
    return request.answer == null
        ? loop.binding.request(decided, origin)
        : loop.binding.request(request.answer, decided, origin);
  }

  private void ask(Held request, FlowEvent.Decided decided, Address origin) {
    if (!request.asked) {
      request.asked = true;
      loop.binding.ask(decided, origin, loop.executor, answer -> answered(request, answer));
    }
  }

  private void answered(Held request, Answer answer) {
    if (held == request && !flow.isClosed()) {
      request.answer = answer;
      setNews();
      flow.ready(flow.client, 0);
    }
  }

  /// What the record of a request says when its connection had been moved to another address.
  private static @Nullable Mismatch elsewhere(FlowEvent.Decided decided, Address origin) {
    return origin.equals(decided.connection().destination())
        ? null
        : new Mismatch(DropReason.SNI_IP_MISMATCH, origin, origin);
  }

  private void admit(
      Held request, FlowEvent.Decided decided, @Nullable Mismatch mismatch, ByteBuffer bytes) {
    held = null;
    passed = mismatch == null ? decided : decided.with(mismatch);
    loop.listener.on(passed);
    flow.goOn(passed);
    pass(request.head, request.length, bytes);
  }

  private void pass(RequestHead head, int length, ByteBuffer bytes) {
    if (head.upgrade() != null) {
      upgrade = new ResponseStatus();
    }
    skip(bytes, length);
  }

  private static void skip(ByteBuffer bytes, int length) {
    bytes.position(bytes.position() + length);
  }

  @Override
  void connected() {
    connected = true;
    setNews();
  }

  @Override
  boolean response(ByteBuffer bytes) {
    int status = upgrade == null ? ResponseStatus.NEED_MORE : upgrade.read(bytes);
    if (status != ResponseStatus.NEED_MORE) {
      settleUpgrade(status == SWITCHING_PROTOCOLS);
    }
    return true;
  }

  @Override
  void originEnded() {
    if (upgrade != null) {
      settleUpgrade(false);
    }
  }

  private void settleUpgrade(boolean switched) {
    if (switched) {
      requests.upgraded();
    } else {
      requests.upgradeRefused();
    }
    upgrade = null;
    setNews();
  }

  @Override
  boolean isWatching() {
    return upgrade != null;
  }

  @Override
  boolean isWaiting() {
    return held != null || upgrade != null;
  }

  @Override
  boolean isOpen() {
    return false;
  }
}
