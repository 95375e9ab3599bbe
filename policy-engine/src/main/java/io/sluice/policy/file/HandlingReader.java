// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.Handling;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a rule says about its treatment, and about itself.
record HandlingReader(Fields fields, Problems problems) {
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_.:/-]{1,64}");
  private static final int LONGEST_NOTE = 200;

  Handling read() {
    var tags = fields.optional("tags");
    return new Handling(
            Objects.requireNonNullElse(constant("log", Handling.Log.class), Handling.Log.NORMAL),
            constant("deny_with", Handling.DenyWith.class),
            constant("ech", Handling.Ech.class),
            constant("binding", Handling.Binding.class),
            tags == null ? List.of() : Values.items(tags, "tags", problems, this::tag),
            note("owner"),
            note("ticket"),
            note("comment"))
        .shared();
  }

  private <E extends Enum<E>> @Nullable E constant(String key, Class<E> type) {
    var node = fields.optional(key);
    return node == null ? null : Values.oneOf(type, node, problems);
  }

  private @Nullable String tag(YamlNode node) {
    var text = Values.word(node, "a tag", problems);
    if (text != null && !TAG.matcher(text).matches()) {
      Values.refuse(node, "a tag of letters, digits and _.:/-, 64 at most", null, problems);
      return null;
    }
    return text;
  }

  private @Nullable String note(String key) {
    var node = fields.optional(key);
    var text = node == null ? null : Values.word(node, "text", problems);
    if (text == null || node == null) {
      return null;
    }
    if (text.isEmpty() || text.length() > LONGEST_NOTE || !text.equals(Printable.text(text))) {
      Values.refuse(node, "1 to " + LONGEST_NOTE + " visible characters", null, problems);
      return null;
    }
    return text;
  }
}
