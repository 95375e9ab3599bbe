// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the gateway treats what a rule decides. The policy only carries it; null is what the gateway
/// does for all.
///
/// @param denyWith what a denied client sees
/// @param ech what becomes of a ClientHello that hides its real name
/// @param binding what happens when the destination is not an address of the name
/// @param tags words for whoever reads logs
/// @param owner who answers for the rule
/// @param ticket where it was asked for
/// @param comment why it is there
public record Handling(
    Log log,
    @Nullable DenyWith denyWith,
    @Nullable Ech ech,
    @Nullable Binding binding,
    List<String> tags,
    @Nullable String owner,
    @Nullable String ticket,
    @Nullable String comment) {

  /// What a rule has that says nothing about it.
  public static final Handling DEFAULT =
      new Handling(Log.NORMAL, null, null, null, List.of(), null, null, null);

  public Handling {
    tags = List.copyOf(tags);
  }

  /// How loudly decisions are told.
  public enum Log {
    /// Not at all.
    NONE,
    /// As all others.
    NORMAL,
    /// So that somebody looks.
    ALERT
  }

  /// What a denied client sees.
  public enum DenyWith {
    /// TCP reset.
    RESET,
    /// FIN.
    CLOSE,
    /// TLS alert access_denied or HTTP 403, then FIN.
    RESPOND
  }

  /// What becomes of encrypted_client_hello (RFC 9849).
  public enum Ech {
    /// The outer name is judged as any name.
    ALLOW_OUTER,
    /// The outer name is judged unless the extension is a decoy; if it may be real, it is dropped.
    DENY_REAL,
    /// As ALLOW_OUTER, and the record says so.
    LOG
  }

  /// What happens when the destination is not an address of the name.
  public enum Binding {
    /// Nothing: the name is not resolved.
    OFF,
    /// The record says so.
    LOG,
    /// The connection is dropped.
    ENFORCE,
    /// An address of the name is dialled.
    REPIN
  }

  /// This, or [#DEFAULT] itself where it says no more.
  public Handling shared() {
    boolean usual = log == Log.NORMAL && denyWith == null && ech == null && binding == null;
    return usual && note().isEmpty() ? DEFAULT : this;
  }

  /// Tags, owner, ticket and comment in one line; empty without them.
  public String note() {
    if (tags.isEmpty() && owner == null && ticket == null && comment == null) {
      return "";
    }
    var parts = new ArrayList<String>();
    if (!tags.isEmpty()) {
      parts.add("tags " + String.join(", ", tags));
    }
    add(parts, "owner", owner);
    add(parts, "ticket", ticket);
    add(parts, "comment", comment);
    return String.join("; ", parts);
  }

  private static void add(List<String> parts, String key, @Nullable String value) {
    if (value != null) {
      parts.add(key + " " + value);
    }
  }
}
