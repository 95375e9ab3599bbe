// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads one complete ClientHello message (RFC 8446 section 4.1.2).
///
/// Every vector must end exactly where its length says and the message where its last vector ends;
/// nothing is read beyond the vector it belongs to. Reused from hello to hello.
final class ClientHelloReader {
  private static final int SERVER_NAME = 0;
  private static final int ALPN = 16;
  private static final int SESSION_TICKET = 35;
  private static final int PRE_SHARED_KEY = 41;
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int ENCRYPTED_CLIENT_HELLO = 0xFE0D;

  /// Real hellos have about 20. The bound keeps the search for duplicates cheap.
  private static final int MOST_EXTENSIONS = 256;

  private static final int LONGEST_SESSION_ID = 32;

  /// Protocols that are kept; real hellos offer two or three.
  private static final int MOST_PROTOCOLS = 8;

  /// Bytes of protocols, a separator each, with which no more are kept: what a log line can show.
  private static final int ENOUGH_PROTOCOLS = 254;

  private static final byte[] H2_AND_HTTP11 =
      "\0\14\2h2\10http/1.1".getBytes(StandardCharsets.ISO_8859_1);
  private static final List<String> USUAL_ALPN = List.of("h2", "http/1.1");
  private static final List<Integer> TLS13_AND_TLS12 = List.of(0x0304, 0x0303);

  private final int nameLimit;
  private final ServerNameReader serverName = new ServerNameReader();
  private @Nullable Defect defect;
  private int defectAt;
  private @Nullable String name;

  private List<String> alpn = List.of();
  private List<Integer> versions = List.of();
  private ClientHello.Ech ech = ClientHello.Ech.ABSENT;
  private boolean resumption;

  /// @param nameLimit how much of a name to keep for the log
  ClientHelloReader(int nameLimit) {
    this.nameLimit = nameLimit;
  }

  /// Reads the body of the handshake message, `bytes[from, to)`, without its four-byte header.
  ///
  /// @return null when there is a defect
  @Nullable ClientHello read(ByteBuffer bytes, int from, int to) {
    defect = null;
    name = null;
    alpn = List.of();
    versions = List.of();
    ech = ClientHello.Ech.ABSENT;
    resumption = false;
    serverName.reset();
    int extensions = skipToExtensions(bytes, from, to);
    if (extensions < 0) {
      return null;
    }
    if (extensions < to && !readExtensions(bytes, extensions, to)) {
      return null;
    }
    if (versions.isEmpty()) {
      versions = List.of(Wire.u16(bytes, from));
    }
    var text = serverName.present() ? serverName.text(bytes) : null;
    return new ClientHello(text, alpn, versions, ech, resumption);
  }

  /// What is wrong with the hello just read, for which [#read] returned null.
  Defect defect() {
    return Objects.requireNonNull(defect);
  }

  /// Where that defect is.
  int defectAt() {
    return defectAt;
  }

  /// The name in that hello as far as it was read, as sent.
  @Nullable String name() {
    return name;
  }

  /// Steps over legacy_version, random, session id, cipher suites and compression methods.
  ///
  /// @return where the extensions begin, `to` if there are none, or -1
  private int skipToExtensions(ByteBuffer bytes, int from, int to) {
    int sessionId = from + 2 + 32;
    int suites = sessionId < to ? sessionId + 1 + (bytes.get(sessionId) & 0xFF) : to;
    int compression = suites + 2 <= to ? suites + 2 + Wire.u16(bytes, suites) : to;
    int extensions = compression < to ? compression + 1 + (bytes.get(compression) & 0xFF) : to + 1;
    int suitesLength = compression - suites - 2;
    boolean good =
        extensions <= to
            && suites - sessionId - 1 <= LONGEST_SESSION_ID
            && suitesLength > 0
            && (suitesLength & 1) == 0
            && extensions - compression > 1;
    if (!good) {
      fail(Defect.TLS_BAD_LENGTH, Math.min(sessionId, to));
      return -1;
    }
    return extensions;
  }

  private boolean readExtensions(ByteBuffer bytes, int from, int to) {
    if (from + 2 > to || from + 2 + Wire.u16(bytes, from) != to) {
      return fail(Defect.TLS_BAD_LENGTH, from);
    }
    long seen = 0;
    int count = 0;
    for (int at = from + 2; at < to; count++) {
      if (at + 4 > to || at + 4 + Wire.u16(bytes, at + 2) > to) {
        return fail(Defect.TLS_BAD_LENGTH, at);
      }
      if (count == MOST_EXTENSIONS) {
        return fail(Defect.TLS_TOO_LARGE, at);
      }
      int type = Wire.u16(bytes, at);
      int end = at + 4 + Wire.u16(bytes, at + 2);
      boolean again =
          type < Long.SIZE ? ((seen >>> type) & 1) != 0 : occurs(bytes, from + 2, at, type);
      if (again) {
        keepName(bytes);
        return fail(Defect.TLS_DUPLICATE_EXTENSION, at);
      }
      seen |= type < Long.SIZE ? 1L << type : 0;
      if (!readExtension(bytes, type, at + 4, end)) {
        keepName(bytes);
        return false;
      }
      at = end;
    }
    return serverName.defect() == null || failName(bytes);
  }

  private static boolean occurs(ByteBuffer bytes, int from, int to, int type) {
    for (int at = from; at < to; at += 4 + Wire.u16(bytes, at + 2)) {
      if (Wire.u16(bytes, at) == type) {
        return true;
      }
    }
    return false;
  }

  private boolean readExtension(ByteBuffer bytes, int type, int from, int to) {
    return switch (type) {
      case SERVER_NAME -> serverName.read(bytes, from, to) || fail(Defect.TLS_BAD_LENGTH, from);
      case ALPN -> readAlpn(bytes, from, to) || fail(Defect.TLS_BAD_LENGTH, from);
      case SUPPORTED_VERSIONS -> readVersions(bytes, from, to) || fail(Defect.TLS_BAD_LENGTH, from);
      case ENCRYPTED_CLIENT_HELLO -> {
        ech = EchReader.read(bytes, from, to);
        yield true;
      }
      case SESSION_TICKET -> {
        resumption |= to > from;
        yield true;
      }
      case PRE_SHARED_KEY -> {
        resumption = true;
        yield true;
      }
      default -> true;
    };
  }

  /// ProtocolNameList of RFC 7301 section 3.1: all of it is checked, the first few are kept.
  private boolean readAlpn(ByteBuffer bytes, int from, int to) {
    if (equal(bytes, from, to, H2_AND_HTTP11)) {
      alpn = USUAL_ALPN;
      return true;
    }
    if (from + 2 > to || from + 2 + Wire.u16(bytes, from) != to) {
      return false;
    }
    var names = new ArrayList<String>(4);
    int kept = 0;
    for (int at = from + 2; at < to; ) {
      int end = at + 1 + (bytes.get(at) & 0xFF);
      if (end > to || end == at + 1) {
        return false;
      }
      if (names.size() < MOST_PROTOCOLS && kept < ENOUGH_PROTOCOLS) {
        names.add(Ascii.text(bytes, at + 1, end, end));
        kept += end - at;
      }
      at = end;
    }
    alpn = List.copyOf(names);
    return true;
  }

  /// The versions offered (RFC 8446 section 4.2.1) without GREASE (RFC 8701).
  private boolean readVersions(ByteBuffer bytes, int from, int to) {
    int length = to > from ? bytes.get(from) & 0xFF : 0;
    if (length == 0 || (length & 1) != 0 || from + 1 + length != to) {
      return false;
    }
    var offered = new ArrayList<Integer>(4);
    for (int at = from + 1; at < to; at += 2) {
      if (!Wire.isGrease(Wire.u16(bytes, at))) {
        offered.add(Wire.u16(bytes, at));
      }
    }
    versions = offered.equals(TLS13_AND_TLS12) ? TLS13_AND_TLS12 : List.copyOf(offered);
    return true;
  }

  private boolean failName(ByteBuffer bytes) {
    keepName(bytes);
    defect = serverName.defect();
    defectAt = serverName.at();
    return false;
  }

  private void keepName(ByteBuffer bytes) {
    name = serverName.raw(bytes, nameLimit);
  }

  private boolean fail(Defect found, int at) {
    defect = found;
    defectAt = at;
    return false;
  }

  private static boolean equal(ByteBuffer bytes, int from, int to, byte[] wanted) {
    if (to - from != wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes.get(from + i) != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
