// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.peek.ClientHello;
import io.sluice.peek.Defect;
import io.sluice.peek.Ja4;
import io.sluice.peek.Peek;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `sluice peek` for people: what the gateway would see, a line a fact.
final class PeekAccount {
  private static final int NAMED = 0;
  private static final int NAMELESS = 1;

  private final PrintWriter out;

  PeekAccount(PrintWriter out) {
    this.out = out;
  }

  /// @return the exit code: whether there is a name for the policy to judge
  int print(PeekedStream stream) {
    int length = stream.bytes().limit();
    int code =
        switch (stream.peek()) {
          case Peek.Tls tls -> tls(stream, tls);
          case Peek.Http _ -> requests("HTTP/1", stream);
          case Peek.Http2 _ -> requests("HTTP/2 with prior knowledge", stream);
          case Peek.Malformed refused -> malformed(refused);
          case Peek.NeedMore more -> {
            fact("protocol", "not known yet");
            fact("needs", more.atLeast() + " bytes or more, has " + length);
            yield NAMELESS;
          }
          case Peek.Unrecognized _ -> {
            fact("protocol", "neither TLS nor HTTP");
            yield NAMELESS;
          }
        };
    out.flush();
    return code;
  }

  private int tls(PeekedStream stream, Peek.Tls tls) {
    var hello = tls.hello();
    fact("protocol", "TLS");
    fact("name", name(hello.serverName()));
    fact("alpn", hello.alpn().isEmpty() ? "none" : escape(String.join(", ", hello.alpn())));
    fact("versions", versions(hello.supportedVersions()));
    fact("ech", ech(hello.ech()));
    fact("resumption", hello.resumption() ? "offered" : "not offered");
    var ja4 = Ja4.of(stream.bytes(), tls);
    fact("ja4", ja4 == null ? "" : ja4.text());
    fact("length", tls.length() + " bytes, " + (stream.bytes().limit() - tls.length()) + " follow");
    return hello.serverName() == null ? NAMELESS : NAMED;
  }

  private int requests(String protocol, PeekedStream stream) {
    fact("protocol", protocol);
    int code = stream.requests().isEmpty() ? NAMELESS : NAMED;
    for (var request : stream.requests()) {
      fact("request", name(request.name()));
      var defect = request.defect();
      if (defect != null) {
        fact("refused", defect + ": " + meaning(defect));
      }
      code = defect == null && request.name() != null ? code : NAMELESS;
    }
    return code;
  }

  private int malformed(Peek.Malformed refused) {
    fact("protocol", refused.protocol().name());
    fact("name", name(refused.name()));
    fact("refused", refused.defect() + ": " + meaning(refused.defect()));
    fact("at byte", Integer.toString(refused.offset()));
    return NAMELESS;
  }

  private void fact(String what, String text) {
    out.printf("%-11s%s%n", what, text);
  }

  private static String name(@Nullable String name) {
    return name == null ? "none" : escape(name);
  }

  private static String escape(String text) {
    var safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7F && c != '\\') {
        safe.append(c);
      } else {
        safe.append(String.format("\\x%02x", (int) c));
      }
    }
    return safe.toString();
  }

  private static String versions(List<Integer> versions) {
    return String.join(", ", versions.stream().map(PeekAccount::version).toList());
  }

  private static String version(int version) {
    return switch (version) {
      case 0x0304 -> "TLS 1.3";
      case 0x0303 -> "TLS 1.2";
      case 0x0302 -> "TLS 1.1";
      case 0x0301 -> "TLS 1.0";
      case 0x0300 -> "SSL 3.0";
      case 0x0002 -> "SSL 2.0";
      default -> String.format("0x%04x", version);
    };
  }

  private static String ech(ClientHello.Ech ech) {
    return switch (ech) {
      case ABSENT -> "absent";
      case GREASE_LIKE -> "present, as browsers send it to every server; a real one may look alike";
      case OFFERED -> "offered; the name is the provider's public name";
    };
  }

  private static String meaning(Defect defect) {
    return switch (defect) {
      case TLS_UNEXPECTED_RECORD -> "a record that is no handshake record comes first or between";
      case TLS_NOT_CLIENT_HELLO -> "the first handshake message is not a ClientHello";
      case TLS_BAD_LENGTH -> "a length in the ClientHello or its records does not add up";
      case TLS_DUPLICATE_EXTENSION -> "an extension occurs twice";
      case TLS_TOO_LARGE -> "the ClientHello is over the limit";
      case SNI_AMBIGUOUS -> "server_name does not hold exactly one host name";
      case BAD_NAME -> "the name is not a host name";
      case IP_LITERAL -> "the name is an IP address";
      case HTTP_BAD_SYNTAX -> "the request head breaks RFC 9112";
      case HTTP_TOO_LARGE -> "the request head is over the limit";
      case HTTP_HOST_CONFLICT -> "the request names more than one host";
      case HTTP_BAD_FRAMING -> "two servers could disagree about where the body ends";
      case HTTP_CONNECT -> "CONNECT is not served on an intercepted port";
      case HTTP_UPGRADE -> "an Upgrade other than to websocket, or one that comes too late";
    };
  }
}
