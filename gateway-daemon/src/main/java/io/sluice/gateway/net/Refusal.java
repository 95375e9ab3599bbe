// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.gateway.config.GatewayConfig.Deny;
import io.sluice.gateway.flow.FlowEvent;
import io.sluice.gateway.flow.FlowEvent.End;
import io.sluice.policy.DropReason;
import io.sluice.policy.Verdict;
import java.lang.foreign.MemorySegment;

/// How a dropped connection ends on the wire.
final class Refusal {
  /// A fatal access_denied alert (RFC 8446 section 6), in a record of legacy version 3.3.
  private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 49};

  private Refusal() {}

  /// Reports the decision and ends a flow of which nothing has been forwarded.
  static void drop(Flow flow, FlowEvent.Decided decided) {
    flow.loop.listener.on(decided);
    switch (way(flow.loop, decided)) {
      case RESET -> flow.reset(End.REQUEST_DROPPED);
      case CLOSE -> Linger.start(flow, End.REQUEST_DROPPED);
      case RESPOND -> {
        var answer = answer(decided);
        var loop = flow.loop;
        MemorySegment.copy(MemorySegment.ofArray(answer), 0, loop.buffer, 0, answer.length);
        // A send buffer that has never been used takes these few bytes whole.
        loop.syscalls.send(flow.client.intValue(), loop.bufferAddress, answer.length);
        Linger.start(flow, End.REQUEST_DROPPED);
      }
    }
  }

  /// How a drop ends: as its rule says, or else as all do.
  static Deny way(Loop loop, FlowEvent.Decided decided) {
    return switch (decided.verdict().handling().denyWith()) {
      case null -> loop.settings.deny();
      case RESET -> Deny.RESET;
      case CLOSE -> Deny.CLOSE;
      case RESPOND -> Deny.RESPOND;
    };
  }

  /// What a denied client is told: a TLS alert, an HTTP response, or nothing.
  static byte[] answer(FlowEvent.Decided decided) {
    if (!(decided.verdict() instanceof Verdict.Drop drop)) {
      return new byte[0];
    }
    return switch (decided.seen().protocol()) {
      case TLS -> ALERT.clone();
      case HTTP -> page(decided, drop.reason()).getBytes(ISO_8859_1);
      case OTHER -> new byte[0];
    };
  }

  private static String page(FlowEvent.Decided decided, DropReason reason) {
    var name = decided.seen().name();
    String host = name == null ? decided.connection().destination().toString() : name;
    String body =
        "Access to " + printable(host) + " is denied: " + reason + " (" + reason.text() + ").\n";
    return "HTTP/1.1 "
        + status(reason)
        + "\r\nContent-Type: text/plain; charset=us-ascii\r\nX-Content-Type-Options: nosniff"
        + "\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static String status(DropReason reason) {
    return switch (reason) {
      case MALFORMED_HTTP, HTTP_SMUGGLING, HOST_CONFLICT, NO_HOST, BAD_NAME -> "400 Bad Request";
      case TOO_LARGE -> "431 Request Header Fields Too Large";
      default -> "403 Forbidden";
    };
  }

  private static String printable(String name) {
    var text = new StringBuilder();
    name.chars().limit(253).forEach(c -> text.append(isPlain(c) ? (char) c : '?'));
    return text.toString();
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '-'
        || c == '_'
        || c == ':';
  }
}
