// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import io.sluice.gateway.flow.FlowDecider;
import io.sluice.peek.ClientFlight;
import io.sluice.peek.Peek;
import io.sluice.peek.Peeker;
import io.sluice.peek.ServerFlight;
import io.sluice.policy.DropReason;
import io.sluice.policy.Protocol;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Holds a TLS client to the name it was judged by.
///
/// After a HelloRetryRequest the client sends a second ClientHello (RFC 8446 section 4.1.2), and
/// servers go by that one. So until the server's first message tells that none is due, no handshake
/// record of the client passes; early data does. If one is due, it must carry the same name. Where
/// none is due, none passes for as long as the client speaks in the clear.
final class HelloGate extends Gate {
  private static final int HEADER = 5;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;
  private static final int APPLICATION_DATA = 23;
  private static final int HEARTBEAT = 24;
  private static final int MAJOR_VERSION = 3;

  /// RFC 8446 section 5.1.
  private static final int LARGEST_CLEAR = 1 << 14;

  /// RFC 5246 section 6.2.3.
  private static final int LARGEST_SEALED = LARGEST_CLEAR + 2048;

  private enum State {
    /// For the server's first message.
    WAITING,
    /// A second hello is due.
    RETRY,
    /// No hello is due, and the client's messages are still in the clear.
    CLEAR,
    /// The client has announced that it encrypts.
    SEALED,
    OPEN
  }

  private final @Nullable String name;
  private final ServerFlight server = new ServerFlight();
  private final ClientFlight client = new ClientFlight();
  private State state = State.WAITING;

  /// Whether the client has done what only TLS 1.3 knows, where no message but a hello is clear.
  private boolean modern;

  /// Whether the server has spoken TLS, and so the client has to.
  private boolean agreed;

  /// Whether the client has ceased to speak TLS before the server has spoken.
  private boolean foreign;

  /// Bytes that pass unseen: what is left of the hello or record that has passed already.
  private int left;

  private @Nullable Peeker peeker;

  /// @param name the name in the hello already judged, or the address that stands for one
  /// @param length bytes of the first flight that belong to that hello
  HelloGate(Flow flow, @Nullable String name, int length) {
    super(flow);
    this.name = name;
    this.left = length;
  }

  @Nullable String name() {
    return name;
  }

  @Override
  void walk(ByteBuffer bytes) {
    while (bytes.hasRemaining() && !hasRefused()) {
      if (isOpen() || left > 0) {
        int pass = isOpen() ? bytes.remaining() : Math.min(left, bytes.remaining());
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
    if (!isTls(bytes)) {
      return notTls();
    }
    if (bytes.remaining() < HEADER) {
      return false;
    }
    int type = bytes.get(at);
    int length = Short.toUnsignedInt(bytes.getShort(at + 3));
    int end = at + HEADER + length;
    if (type == HANDSHAKE && length > (state == State.SEALED ? LARGEST_SEALED : LARGEST_CLEAR)) {
      refuse(Protocol.TLS, name, DropReason.MALFORMED_TLS);
      return true;
    }
    if (type == HANDSHAKE && state == State.RETRY) {
      return secondHello(bytes);
    }
    if (type == HANDSHAKE && (state == State.WAITING || end > bytes.limit())) {
      return false;
    }
    if (type == HANDSHAKE && isHello(bytes, at + HEADER, end)) {
      return refuseHello(bytes);
    }
    left = end - at;
    if (type == APPLICATION_DATA || type == CHANGE_CIPHER_SPEC) {
      encrypts(type);
    }
    return true;
  }

  /// Whether a server could take this for the beginning of a record. Some look at the version of
  /// the record that holds a ClientHello no closer than this, and some pass over unknown types of a
  /// version that they know. Anything else is no TLS from here on: an upload of zeros would be a
  /// record every five bytes.
  private boolean isTls(ByteBuffer bytes) {
    int type = bytes.get(bytes.position());
    boolean known = type >= CHANGE_CIPHER_SPEC && type <= HEARTBEAT;
    if (state != State.WAITING && !known) {
      return false;
    }
    if (bytes.remaining() == 1) {
      return true;
    }
    int major = bytes.get(bytes.position() + 1) & 0xFF;
    return major == MAJOR_VERSION || (state == State.WAITING && known && major < MAJOR_VERSION);
  }

  /// Before a server has agreed to TLS that is the client's own affair; bytes behind the first
  /// flight arrive unchanged, whatever they are. Should the server ask for a second hello then, it
  /// may have passed unseen: the flow ends before it is answered.
  private boolean notTls() {
    if (agreed) {
      refuse(Protocol.TLS, name, DropReason.MALFORMED_TLS);
    } else if (state == State.WAITING) {
      foreign = true;
    } else {
      state = State.OPEN;
    }
    return true;
  }

  /// Once no hello is due, nothing behind these records is one that a server would read.
  private void encrypts(int type) {
    if (state == State.WAITING || state == State.RETRY) {
      modern = true;
    } else if (type == APPLICATION_DATA) {
      state = State.OPEN;
    } else if (!modern) {
      state = State.SEALED;
    }
  }

  private boolean isHello(ByteBuffer bytes, int from, int to) {
    return state == State.SEALED
        ? ClientFlight.looksLikeHello(bytes, from, to)
        : modern || client.hasHello(bytes, from, to);
  }

  /// No other hello is due; what it says is for the record.
  private boolean refuseHello(ByteBuffer bytes) {
    var peeker = loop.takePeeker();
    var other = peeker.peek(bytes) instanceof Peek.Tls tls ? tls.hello().serverName() : name;
    loop.givePeeker(peeker);
    boolean same = Objects.equals(name, other);
    refuse(Protocol.TLS, other, same ? DropReason.MALFORMED_TLS : DropReason.SNI_CHANGED);
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
      case Peek.Tls tls when Objects.equals(name, tls.hello().serverName()) -> {
        left = tls.length();
        modern = true;
        state = State.CLEAR;
      }
      case Peek.Tls tls -> refuse(Protocol.TLS, tls.hello().serverName(), DropReason.SNI_CHANGED);
      case Peek.Malformed bad when bad.length() > 0 && Objects.equals(name, bad.name()) -> {
        left = bad.length();
        modern = true;
        state = State.CLEAR;
      }
      case Peek.Malformed bad -> refuse(Protocol.TLS, bad.name(), FlowDecider.reason(bad.defect()));
      default -> refuse(Protocol.TLS, null, DropReason.MALFORMED_TLS);
    }
    loop.givePeeker(peeker);
    peeker = null;
    return true;
  }

  @Override
  boolean response(ByteBuffer bytes) {
    var kind = state == State.WAITING ? server.read(bytes) : ServerFlight.Kind.NEED_MORE;
    if (kind == ServerFlight.Kind.HELLO_RETRY && foreign) {
      refuse(Protocol.TLS, name, DropReason.MALFORMED_TLS);
      return false;
    }
    if (kind != ServerFlight.Kind.NEED_MORE) {
      state = kind == ServerFlight.Kind.HELLO_RETRY ? State.RETRY : State.CLEAR;
      agreed = kind != ServerFlight.Kind.OTHER;
      setNews();
    }
    return true;
  }

  /// Who says nothing any more asks for no second hello.
  @Override
  void originEnded() {
    if (state == State.WAITING) {
      state = State.CLEAR;
      setNews();
    }
  }

  @Override
  boolean isWatching() {
    return state == State.WAITING;
  }

  @Override
  boolean isWaiting() {
    return state == State.WAITING && !foreign;
  }

  @Override
  boolean isOpen() {
    return state == State.OPEN || foreign;
  }
}
