// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.http2;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.util.AsciiString;
import io.sluice.peek.Authority;
import io.sluice.peek.Defect;
import io.sluice.peek.RequestHead;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Unpacks the field blocks of one connection, in their order, and checks what a server could
/// understand in two ways (RFC 9113 section 8).
final class HeaderBlock {
  /// What a client's dynamic table may grow to: four times what HTTP/2 begins with. Only the origin
  /// knows what it has allowed. In the heap an entry takes three times what it counts.
  private static final int LARGEST_TABLE = 16 << 10;

  private static final int NAME_LIMIT = 512;

  /// Digits of the largest content-length: what fits 64 bits.
  private static final int LONGEST_LENGTH = 18;

  /// Fields that belong to HTTP/1 connections and have no meaning here (section 8.2.2), and the one
  /// of tunnels (RFC 8441).
  private static final List<String> FOREIGN =
      List.of(
          ":protocol",
          "connection",
          "keep-alive",
          "proxy-connection",
          "transfer-encoding",
          "upgrade");

  private static final Set<String> SCHEMES = Set.of("http", "https");

  private final DefaultHttp2HeadersDecoder hpack;

  /// What a block was.
  sealed interface Read {
    /// @param length the content-length, or [RequestBodies#UNKNOWN]
    /// @param literal the address in the place of a name, or null
    record Request(RequestHead head, long length, @Nullable String literal) implements Read {}

    record Trailers() implements Read {}

    record Bad(Defect defect, @Nullable String name) implements Read {}
  }

  /// @param limit bytes of names and values, unpacked
  HeaderBlock(int limit) {
    hpack = new DefaultHttp2HeadersDecoder(true, true, limit);
    try {
      hpack.configuration().maxHeaderTableSize(LARGEST_TABLE);
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
  }

  Read read(int stream, byte[] packed, boolean trailers) throws Http2Exception {
    var headers = hpack.decodeHeaders(stream, Unpooled.wrappedBuffer(packed));
    if (!areNames(headers)) {
      return bad(Defect.HTTP_BAD_SYNTAX, headers);
    }
    if (trailers) {
      return isPlain(headers) ? new Read.Trailers() : bad(Defect.HTTP_BAD_SYNTAX, headers);
    }
    var method = only(headers, PseudoHeaderName.METHOD.value());
    if (method == null || !matches(method, HeaderBlock::isToken)) {
      return bad(Defect.HTTP_BAD_SYNTAX, headers);
    }
    if (method.equals("CONNECT")) {
      return bad(Defect.HTTP_CONNECT, headers);
    }
    var path = only(headers, PseudoHeaderName.PATH.value());
    if (path == null
        || !isPath(path)
        || !SCHEMES.contains(String.valueOf(only(headers, PseudoHeaderName.SCHEME.value())))
        || headers.getAll(PseudoHeaderName.AUTHORITY.value()).size() > 1
        || FOREIGN.stream().anyMatch(headers::contains)) {
      return bad(Defect.HTTP_BAD_SYNTAX, headers);
    }
    var lengths = headers.getAll("content-length");
    if (lengths.size() > 1 || !lengths.stream().allMatch(HeaderBlock::isLength)) {
      return bad(Defect.HTTP_BAD_FRAMING, headers);
    }
    long length =
        lengths.isEmpty() ? RequestBodies.UNKNOWN : Long.parseLong(lengths.getFirst().toString());
    return request(headers, method, path, length);
  }

  private static Read request(Http2Headers headers, String method, String path, long length) {
    var named = headers.authority();
    var hosts = headers.getAll("host");
    if (hosts.size() > 1) {
      return bad(Defect.HTTP_HOST_CONFLICT, headers);
    }
    var host = hosts.isEmpty() ? Authority.NONE : Authority.of(hosts.getFirst());
    var authority = named == null ? host : Authority.of(named);
    var defect = authority.defect() == null ? host.defect() : authority.defect();
    boolean literal = defect == Defect.IP_LITERAL;
    // Of what has a defect no value is known: it is the same only as a text.
    boolean same =
        hosts.isEmpty()
            || named == null
            || (literal
                ? AsciiString.contentEqualsIgnoreCase(named, hosts.getFirst())
                : isSame(host, authority));
    if ((defect == null || literal) && !same) {
      return bad(Defect.HTTP_HOST_CONFLICT, headers);
    }
    if (defect != null && !literal) {
      return bad(defect, headers);
    }
    var head = new RequestHead(method, path, authority.host(), authority.port(), null, true);
    return new Read.Request(head, length, literal ? name(headers) : null);
  }

  private static boolean isSame(Authority host, Authority authority) {
    return Objects.equals(host.host(), authority.host()) && host.port() == authority.port();
  }

  /// Whether there is no pseudo-header field (section 8.1), and no field that belongs in a head.
  private static boolean isPlain(Http2Headers headers) {
    for (var field : headers) {
      if (field.getKey().charAt(0) == ':') {
        return false;
      }
    }
    return !headers.contains("host")
        && !headers.contains("content-length")
        && FOREIGN.stream().noneMatch(headers::contains);
  }

  /// Whether every field has a name (section 8.2.1) that is one in HTTP/1 as well, should the
  /// origin translate.
  private static boolean areNames(Http2Headers headers) {
    for (var field : headers) {
      var name = field.getKey();
      boolean pseudo = name.length() > 0 && name.charAt(0) == ':';
      var rest = name.subSequence(pseudo ? 1 : 0, name.length());
      if (rest.isEmpty() || !matches(rest, c -> isToken(c) && (c < 'A' || c > 'Z'))) {
        return false;
      }
    }
    return true;
  }

  /// Origin-form or asterisk-form; anything else could name a host of its own where the origin
  /// translates to HTTP/1.
  private static boolean isPath(String path) {
    return (path.startsWith("/") || path.equals("*"))
        && matches(path, c -> c > ' ' && c != 0x7F && c != '#');
  }

  /// Digits that all servers read as the same number.
  private static boolean isLength(CharSequence text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_LENGTH
        && matches(text, c -> c >= '0' && c <= '9');
  }

  private static @Nullable String only(Http2Headers headers, CharSequence name) {
    var all = headers.getAll(name);
    return all.size() == 1 && !all.getFirst().isEmpty() ? all.getFirst().toString() : null;
  }

  private static boolean matches(CharSequence text, IntPredicate good) {
    return text.chars().allMatch(good);
  }

  /// RFC 9110 section 5.6.2.
  private static boolean isToken(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  private static Read bad(Defect defect, Http2Headers headers) {
    return new Read.Bad(defect, name(headers));
  }

  private static @Nullable String name(Http2Headers headers) {
    var name = headers.authority() == null ? headers.get("host") : headers.authority();
    return name == null
        ? null
        : name.subSequence(0, Math.min(name.length(), NAME_LIMIT)).toString();
  }
}
