// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.policy.Handling;
import org.jspecify.annotations.Nullable;

/// What a rule says about itself, as fields of key=value text: each only if there is something to
/// say.
final class RuleNote {
  private static final int LONGEST_WORD = 40;
  private static final int LONGEST_TAGS = 60;
  private static final int LONGEST_COMMENT = 120;

  private RuleNote() {}

  static void append(Handling handling, LineBuffer line) {
    if (!handling.tags().isEmpty()) {
      Escape.NETWORK.append(handling.tags(), LONGEST_TAGS, line.append(" tags="));
    }
    append(" owner=", handling.owner(), LONGEST_WORD, line);
    append(" ticket=", handling.ticket(), LONGEST_WORD, line);
    append(" comment=", handling.comment(), LONGEST_COMMENT, line);
  }

  /// A text that [Escape] can write: its bytes in UTF-8 as chars. Most texts are that already.
  static String bytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
      }
    }
    return text;
  }

  private static void append(String key, @Nullable String value, int longest, LineBuffer line) {
    if (value != null) {
      line.append(key);
      Escape.NETWORK.append(bytes(value), longest, line);
    }
  }
}
