// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads one complete HTTP/1 request head (RFC 9112 section 3), strictly.
///
/// Reused from request to request.
final class RequestHeadReader {
  private static final int LONGEST_METHOD = 32;
  private static final int VERSION_LENGTH = " HTTP/1.1".length();
  private static final String ABSOLUTE = "http://";
  private static final int HTTP_PORT = 80;

  final RequestFields fields = new RequestFields();
  private final int nameLimit;
  private int targetFrom;
  private int targetTo;
  private int authorityFrom;
  private int authorityTo;
  private boolean http10;
  private @Nullable RequestHead literal;

  /// @param nameLimit how much of a name to keep for the log
  RequestHeadReader(int nameLimit) {
    this.nameLimit = nameLimit;
  }

  /// Reads `bytes[from, to)`: a request line, field lines, a blank line, each ended by CRLF.
  ///
  /// @return null when there is a defect
  @Nullable RequestHead read(ByteBuffer bytes, int from, int to) {
    fields.reset();
    literal = null;
    authorityTo = authorityFrom = 0;
    int line = from;
    while (bytes.get(line) != '\r') {
      line++;
    }
    int method = requestLine(bytes, from, line);
    fields.read(bytes, line + 2, to);
    if (Ascii.equal(bytes, from, method, "connect")) {
      authorityFrom = targetFrom;
      authorityTo = targetTo;
      fields.note(Defect.HTTP_CONNECT, from);
    }
    framing(from);
    var authority = authority(bytes);
    upgrade(bytes, from, method);
    if (fields.defect != null && fields.defect != Defect.IP_LITERAL) {
      return null;
    }
    var head =
        new RequestHead(
            Ascii.text(bytes, from, method, LONGEST_METHOD),
            Ascii.text(bytes, targetFrom, targetTo, targetTo - targetFrom),
            authority.host(),
            authority.port(),
            fields.upgrades > 0 ? "websocket" : null,
            http10 ? fields.keepAlive && !fields.close : !fields.close);
    literal = fields.defect == null ? null : head;
    return fields.defect == null ? head : null;
  }

  /// The head just read, without a host, if nothing else is wrong than that it names an address.
  @Nullable RequestHead literal() {
    return literal;
  }

  /// What is wrong with the head just read, for which [#read] returned null.
  Defect defect() {
    return Objects.requireNonNull(fields.defect);
  }

  /// Where that defect is.
  int defectAt() {
    return fields.defectAt;
  }

  /// Whether the defect of the head just read leaves no doubt where its body ends.
  boolean framingIsKnown() {
    var defect = fields.defect;
    return defect == null
        || defect == Defect.BAD_NAME
        || defect == Defect.IP_LITERAL
        || defect == Defect.HTTP_HOST_CONFLICT
        || defect == Defect.HTTP_UPGRADE;
  }

  /// The name in the head just read, as sent.
  @Nullable String name(ByteBuffer bytes) {
    if (authorityTo > authorityFrom) {
      return Ascii.text(bytes, authorityFrom, authorityTo, nameLimit);
    }
    return fields.hosts > 0 && fields.hostTo > fields.hostFrom
        ? Ascii.text(bytes, fields.hostFrom, fields.hostTo, nameLimit)
        : null;
  }

  /// The name in a head that breaks off at `to`, as sent.
  @Nullable String nameInPart(ByteBuffer bytes, int from, int to) {
    fields.reset();
    authorityTo = authorityFrom = 0;
    int line = from;
    while (line < to && bytes.get(line) != '\n') {
      line++;
    }
    fields.read(bytes, line + 1, to);
    return name(bytes);
  }

  /// @return where the method ends
  private int requestLine(ByteBuffer bytes, int from, int to) {
    int method = from;
    while (method < to && Ascii.isToken(bytes.get(method))) {
      method++;
    }
    targetFrom = Math.min(method + 1, to);
    targetTo = Math.max(targetFrom, to - VERSION_LENGTH);
    int version = to - 1;
    http10 = bytes.get(Math.max(version, from)) == '0';
    boolean good =
        method > from
            && method - from <= LONGEST_METHOD
            && bytes.get(method) == ' '
            && targetTo > targetFrom
            && targetTo == to - VERSION_LENGTH
            && isVersion(bytes, targetTo)
            && !has(bytes, targetFrom, targetTo, ' ')
            && !has(bytes, targetFrom, targetTo, '#')
            && !has(bytes, targetFrom, targetTo, '\t');
    if (!good) {
      fields.note(Defect.HTTP_BAD_SYNTAX, from);
    }
    return method;
  }

  private static boolean isVersion(ByteBuffer bytes, int at) {
    byte minor = bytes.get(at + VERSION_LENGTH - 1);
    return bytes.get(at) == ' '
        && bytes.get(at + 1) == 'H'
        && bytes.get(at + 2) == 'T'
        && bytes.get(at + 3) == 'T'
        && bytes.get(at + 4) == 'P'
        && bytes.get(at + 5) == '/'
        && bytes.get(at + 6) == '1'
        && bytes.get(at + 7) == '.'
        && (minor == '0' || minor == '1');
  }

  /// RFC 9112 section 6.3: what two servers may disagree about is refused.
  private void framing(int from) {
    if (fields.chunked && (fields.contentLength >= 0 || http10)) {
      fields.note(Defect.HTTP_BAD_FRAMING, from);
    }
  }

  /// The host the request is for; RFC 9112 section 3.2 has the four forms of a target.
  private Authority authority(ByteBuffer bytes) {
    if (fields.hosts > 1) {
      fields.note(Defect.HTTP_HOST_CONFLICT, fields.hostFrom);
    }
    var host =
        fields.hosts == 1 ? Authority.read(bytes, fields.hostFrom, fields.hostTo) : Authority.NONE;
    var effective = host;
    if (isAbsolute(bytes)) {
      effective = absolute(bytes);
      boolean same =
          Objects.equals(effective.host(), host.host())
              && port(effective) == port(host)
              && effective.defect() == host.defect()
              && (host.defect() == null || isHostTheAuthority(bytes));
      if (fields.hosts == 1 && !same) {
        fields.note(Defect.HTTP_HOST_CONFLICT, fields.hostFrom);
      }
    } else if (targetTo > targetFrom && !isOriginOrAsterisk(bytes)) {
      fields.note(Defect.HTTP_BAD_SYNTAX, targetFrom);
    }
    if (effective.defect() != null) {
      fields.note(effective.defect(), fields.hosts == 1 ? fields.hostFrom : targetFrom);
    }
    return effective;
  }

  private boolean isAbsolute(ByteBuffer bytes) {
    int end = targetFrom + ABSOLUTE.length();
    return end <= targetTo && Ascii.equal(bytes, targetFrom, end, ABSOLUTE);
  }

  private Authority absolute(ByteBuffer bytes) {
    authorityFrom = targetFrom + ABSOLUTE.length();
    authorityTo = authorityFrom;
    while (authorityTo < targetTo && "/?".indexOf(bytes.get(authorityTo)) < 0) {
      authorityTo++;
    }
    // A query may follow at once, but to some readers `http://a?@b/` is a request for b.
    boolean query = authorityTo < targetTo && bytes.get(authorityTo) == '?';
    if (authorityTo == authorityFrom || (query && has(bytes, authorityTo, targetTo, '@'))) {
      fields.note(Defect.HTTP_BAD_SYNTAX, authorityFrom);
    }
    return Authority.read(bytes, authorityFrom, authorityTo);
  }

  /// Whether they are the same text: of what has a defect no value is known.
  private boolean isHostTheAuthority(ByteBuffer bytes) {
    int length = authorityTo - authorityFrom;
    return Ascii.text(bytes, authorityFrom, authorityTo, length)
        .equalsIgnoreCase(Ascii.text(bytes, fields.hostFrom, fields.hostTo, length + 1));
  }

  private boolean isOriginOrAsterisk(ByteBuffer bytes) {
    byte first = bytes.get(targetFrom);
    return first == '/' || (first == '*' && targetTo == targetFrom + 1);
  }

  /// A websocket handshake is a GET without a body (RFC 6455 section 4.1); an Upgrade elsewhere
  /// would leave open which bytes belong to which protocol.
  private void upgrade(ByteBuffer bytes, int from, int method) {
    boolean plain =
        Ascii.equal(bytes, from, method, "get")
            && !http10
            && !fields.chunked
            && fields.contentLength <= 0;
    if (fields.upgradeIsForeign(bytes) || (fields.upgrades > 0 && !plain)) {
      if (fields.defect == Defect.IP_LITERAL) {
        // That one may be allowed, and this is not.
        fields.defect = null;
      }
      fields.note(Defect.HTTP_UPGRADE, fields.upgrades > 0 ? fields.upgradeFrom : from);
    }
  }

  private static int port(Authority authority) {
    return authority.port() < 0 ? HTTP_PORT : authority.port();
  }

  private static boolean has(ByteBuffer bytes, int from, int to, char wanted) {
    for (int i = from; i < to; i++) {
      if (bytes.get(i) == wanted) {
        return true;
      }
    }
    return false;
  }
}
