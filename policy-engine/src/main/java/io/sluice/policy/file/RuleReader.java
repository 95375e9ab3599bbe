// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import io.sluice.policy.Action;
import io.sluice.policy.Cidr;
import io.sluice.policy.Conditions;
import io.sluice.policy.Defaults;
import io.sluice.policy.HostEntry;
import io.sluice.policy.HostList;
import io.sluice.policy.Mode;
import io.sluice.policy.Naming;
import io.sluice.policy.PolicyRule;
import io.sluice.policy.Protocol;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One item under `rules`.
final class RuleReader {
  private static final String RULE = "a rule such as {hosts: [example.com]}";

  private final Context context;
  private final Problems problems;
  private final RuleDoubts doubts;

  /// What the file says for all its rules.
  ///
  /// @param file lists are beside it
  /// @param defaults null when the mode is not known
  /// @param meant the mode, as far as a mistyped one can be told
  /// @param match what bare names stand for, unless a rule says otherwise
  /// @param source where lists are read
  /// @param lists takes the lists that rules name
  /// @param now to warn of what has expired
  record Context(
      Path file,
      @Nullable Defaults defaults,
      @Nullable Mode meant,
      Match match,
      NetworkReader networks,
      FileSource source,
      Set<Path> lists,
      Instant now) {}

  RuleReader(Context context, Problems problems) {
    this.context = context;
    this.problems = problems;
    doubts = new RuleDoubts(context.defaults(), context.now(), problems);
  }

  @Nullable PolicyRule read(YamlNode node) {
    var fields = Values.fields(node, RULE, problems);
    if (fields == null) {
      return null;
    }
    var actionNode = fields.optional("action");
    var action = actionNode == null ? null : Values.oneOf(Action.class, actionNode, problems);
    var hosts = hosts(fields, mayAllow(actionNode));
    var conditions = conditions(fields);
    if (actionNode == null) {
      checkModes(conditions, fields);
    }
    var unnamed = unnamed(fields);
    doubts.tell(fields, conditions, unnamed, allows(actionNode, action));
    var rule =
        new PolicyRule(
            hosts,
            conditions,
            unnamed,
            action,
            new HandlingReader(fields, problems).read(),
            problems.source().position(node.span()));
    fields.end();
    return rule;
  }

  /// Tells what is doubtful in the rules that were read.
  void end() {
    doubts.end();
  }

  /// Whether the rule is known to allow.
  private boolean allows(@Nullable YamlNode node, @Nullable Action action) {
    return node == null ? modeOf(null) == Mode.WHITELIST : action == Action.ALLOW;
  }

  /// Whether the rule allows, or would without a mistyped word: one mistake shall not hide another.
  private boolean mayAllow(@Nullable YamlNode node) {
    return node == null
        ? context.meant() == Mode.WHITELIST
        : Values.meant(Action.class, node) == Action.ALLOW;
  }

  /// The mode for a network, or for everybody.
  private @Nullable Mode modeOf(@Nullable Cidr source) {
    var defaults = context.defaults();
    if (defaults == null) {
      return null;
    }
    return defaults.modes().stream()
        .filter(some -> source != null && some.source().contains(source.network()))
        .filter(some -> source != null && some.source().prefix() <= source.prefix())
        .max(Comparator.comparingInt(some -> some.source().prefix()))
        .map(Defaults.SourceMode::mode)
        .orElse(defaults.mode());
  }

  /// What a rule without action does is clear only where the mode of its clients is that of all.
  private void checkModes(Conditions conditions, Fields fields) {
    for (var source : conditions.sources()) {
      var mode = modeOf(source);
      if (mode != modeOf(null)) {
        problems.error(
            fields.keySpan("sources"),
            source + " has a default mode of its own, so this rule needs an `action`",
            mode == Mode.BLACKLIST ? "write `action: deny`" : "write `action: allow`");
        return;
      }
    }
  }

  private Map<Naming, Action> unnamed(Fields fields) {
    var node = fields.optional("unnamed");
    if (node == null) {
      return Map.of();
    }
    if (fields.optional("destinations") == null) {
      problems.error(
          fields.keySpan("unnamed"),
          "`unnamed` in a rule without `destinations`: nothing else tells where such a client goes",
          "add `destinations`, or write `unnamed` at the top for all");
    }
    return DefaultsReader.unnamed(node, problems);
  }

  private Conditions conditions(Fields fields) {
    var ports = fields.optional("ports");
    var sources = fields.optional("sources");
    var destinations = fields.optional("destinations");
    var protocol = fields.optional("protocol");
    var expires = fields.optional("expires");
    var schedule = fields.optional("schedule");
    var time = new TimeReader(problems, context.now());
    return Conditions.of(
        ports == null
            ? List.of()
            : Values.items(ports, "ports", problems, item -> PortText.read(item, problems)),
        sources == null ? List.of() : context.networks().networksOrGroups(sources, problems),
        destinations == null ? List.of() : NetworkReader.networks(destinations, problems),
        protocol == null ? null : protocol(protocol),
        expires == null ? null : time.expires(expires),
        schedule == null ? null : time.schedule(schedule));
  }

  private List<HostEntry> hosts(Fields fields, boolean allows) {
    var inline = fields.optional("hosts");
    var list = fields.optional("hosts_file");
    var matchNode = fields.optional("match");
    var strangers = fields.optional("allow_public_suffix");
    var glue = fields.optional("allow_glued_star");
    if (inline == null && list == null && fields.optional("destinations") == null) {
      fields.required(
          "hosts", "write `hosts: [example.com]`, `hosts: ['*']` for all, or `destinations`");
    }
    var match = matchNode == null ? null : Values.oneOf(Match.class, matchNode, problems);
    boolean allowed = strangers != null && Boolean.TRUE.equals(Values.bool(strangers, problems));
    boolean glued = glue != null && Boolean.TRUE.equals(Values.bool(glue, problems));
    var reader = new HostReader(match == null ? context.match() : match, !allows || allowed, glued);
    var some =
        inline == null
            ? List.<HostEntry>of()
            : Values.items(inline, "host names", problems, item -> host(item, reader));
    var more = list == null ? null : list(list, reader);
    return more == null ? some : more.behind(some);
  }

  private @Nullable HostEntry host(YamlNode node, HostReader reader) {
    var text = Values.text(node, "a host name", problems);
    var pattern = text == null ? null : reader.read(text, node.span(), problems);
    return pattern == null ? null : new HostEntry(pattern, problems.source().position(node.span()));
  }

  private @Nullable HostList list(YamlNode node, HostReader reader) {
    var name = Values.text(node, "the path of a list of hosts", problems);
    if (name == null) {
      return null;
    }
    try {
      var path = PolicyFiles.beside(context.file(), name);
      context.lists().add(path);
      var known = context.source().knownHosts(path);
      return known.isPresent()
          ? HostList.unread(path.toString(), known.getAsInt())
          : HostsFile.read(path, context.source(), reader, node, problems);
    } catch (InvalidPathException e) {
      problems.error(node.span(), "this is not a path", null);
      return null;
    }
  }

  private @Nullable Protocol protocol(YamlNode node) {
    return switch (Values.oneOf(ProtocolWord.class, node, problems)) {
      case TLS -> Protocol.TLS;
      case HTTP -> Protocol.HTTP;
      case ANY -> null;
      case null -> null;
    };
  }

  /// What `protocol` may hold.
  private enum ProtocolWord {
    TLS,
    HTTP,
    ANY
  }
}
