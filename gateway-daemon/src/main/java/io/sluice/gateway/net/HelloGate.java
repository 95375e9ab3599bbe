// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.flow.FlowDecider;
import io.sluice.peek.Peek;
import io.sluice.peek.Peeker;
import io.sluice.peek.ServerFlight;
import io.sluice.policy.DropReason;
import io.sluice.policy.Protocol;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Holds a TLS client to the name it was judged by.
///
/// After a HelloRetryRequest the client sends a second ClientHello (RFC 8446 section 4.1.2), and
/// servers go by that one. So until the server's first record tells that none is due, no handshake
/// record of the client passes; early data does. If one is due, it must carry the same name.
final class HelloGate extends Gate {
  private static final int HEADER = 5;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;
  private static final int HEARTBEAT = 24;
  private static final int MAJOR_VERSION = 3;

  private enum State {
    WAITING,
    RETRY,
    OPEN
  }

  private final String name;
  private final ServerFlight server = new ServerFlight();
  private State state = State.WAITING;

  /// Bytes that pass unseen: what is left of the hello or record that has passed already.
  private int left;

  private @Nullable Peeker peeker;

  /// @param length bytes of the first flight that belong to the hello already judged
  HelloGate(Flow flow, String name, int length) {
    super(flow);
    this.name = name;
    this.left = length;
  }

  @Override
  void walk(ByteBuffer bytes) {
    while (bytes.hasRemaining() && !hasRefused()) {
      if (state == State.OPEN || left > 0) {
        int pass = state == State.OPEN ? bytes.remaining() : Math.min(left, bytes.remaining());
        bytes.position(bytes.position() + pass);
        left = Math.max(0, left - pass);
      } else if (!record(bytes)) {
        return;
      }
    }
  }

  /// Looks at the next record; returns whether to go on.
  private boolean record(ByteBuffer bytes) {
    int at = bytes.position();
    int type = bytes.get(at);
    if (bytes.remaining() > 1 && bytes.get(at + 1) != MAJOR_VERSION) {
      return notTls();
    }
    if (bytes.remaining() < HEADER) {
      return false;
    }
    if (type == HANDSHAKE) {
      return state == State.RETRY && secondHello(bytes);
    }
    if (state == State.RETRY && (type < CHANGE_CIPHER_SPEC || type > HEARTBEAT)) {
      return notTls();
    }
    left = HEADER + Short.toUnsignedInt(bytes.getShort(at + 3));
    return true;
  }

  /// No server takes what comes behind for a ClientHello. While none is due that is the client's
  /// own affair; bytes behind the first flight arrive unchanged, whatever they are.
  private boolean notTls() {
    if (state == State.RETRY) {
      refuse(Protocol.TLS, name, DropReason.MALFORMED_TLS);
    } else {
      state = State.OPEN;
    }
    return true;
  }

  private boolean secondHello(ByteBuffer bytes) {
    if (peeker == null) {
      peeker = loop.takePeeker();
    }
    switch (peeker.peek(bytes)) {
      case Peek.NeedMore(_) -> {
        return false;
      }
      case Peek.Tls tls when name.equals(tls.hello().serverName()) -> state = State.OPEN;
      case Peek.Tls tls -> refuse(Protocol.TLS, tls.hello().serverName(), DropReason.SNI_CHANGED);
      case Peek.Malformed bad -> refuse(Protocol.TLS, bad.name(), FlowDecider.reason(bad.defect()));
      default -> refuse(Protocol.TLS, null, DropReason.MALFORMED_TLS);
    }
    loop.givePeeker(peeker);
    peeker = null;
    return true;
  }

  @Override
  void response(ByteBuffer bytes) {
    if (state != State.WAITING) {
      return;
    }
    var kind = server.read(bytes);
    if (kind != ServerFlight.Kind.NEED_MORE) {
      state = kind == ServerFlight.Kind.HELLO_RETRY ? State.RETRY : State.OPEN;
      setNews();
    }
  }

  @Override
  boolean isWatching() {
    return state == State.WAITING;
  }

  @Override
  boolean isWaiting() {
    return state == State.WAITING;
  }

  @Override
  boolean isOpen() {
    return state == State.OPEN;
  }
}
