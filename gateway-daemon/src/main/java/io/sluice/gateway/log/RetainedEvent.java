// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import io.sluice.gateway.flow.FlowEvent;
import java.util.List;

/// Cuts events to what a line can show, so that a full ring has a bound in bytes: a ClientHello may
/// carry 64 KiB of name or ALPN.
final class RetainedEvent {
  /// One more than is shown: the cut shows.
  private static final int LONGEST = Escape.LONGEST + 1;

  private RetainedEvent() {}

  static FlowEvent of(FlowEvent event) {
    return switch (event) {
      case FlowEvent.Decided decided -> isShort(decided) ? decided : cut(decided);
      case FlowEvent.Ended ended ->
          isShort(ended.decided())
              ? ended
              : new FlowEvent.Ended(
                  cut(ended.decided()),
                  ended.time(),
                  ended.dialled(),
                  ended.bytesUp(),
                  ended.bytesDown(),
                  ended.end());
    };
  }

  private static boolean isShort(FlowEvent.Decided event) {
    var name = event.seen().name();
    var alpn = event.seen().alpn();
    return (name == null || name.length() <= LONGEST) && shown(alpn) == alpn.size();
  }

  private static FlowEvent.Decided cut(FlowEvent.Decided event) {
    var seen = event.seen();
    var name = seen.name();
    return event.with(seen.withTexts(name == null ? null : cut(name), cut(seen.alpn())));
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST));
  }

  /// The protocols that are shown, and the one at which the list is cut.
  private static List<String> cut(List<String> alpn) {
    return alpn.stream().limit(shown(alpn) + 1L).map(RetainedEvent::cut).toList();
  }

  /// How many protocols can be shown whole, separators counted.
  private static int shown(List<String> alpn) {
    int length = -1;
    for (int i = 0; i < alpn.size(); i++) {
      length += 1 + alpn.get(i).length();
      if (length > Escape.LONGEST) {
        return i;
      }
    }
    return alpn.size();
  }
}
