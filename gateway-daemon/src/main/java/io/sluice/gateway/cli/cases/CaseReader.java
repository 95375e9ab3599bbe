// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.cases;

import io.sluice.gateway.cli.cases.PolicyCase.Expectation;
import io.sluice.policy.Action;
import io.sluice.policy.Address;
import io.sluice.policy.Cidr;
import io.sluice.policy.DropReason;
import io.sluice.policy.Fqdn;
import io.sluice.policy.FqdnPattern;
import io.sluice.policy.Protocol;
import io.sluice.policy.file.Fields;
import io.sluice.policy.file.Problems;
import io.sluice.policy.file.Values;
import io.sluice.policy.file.YamlNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One item of a file of cases.
final class CaseReader {
  private static final Pattern MORE = Pattern.compile("(.*?)(,\\+[1-9][0-9]{0,8})?");

  private final Problems problems;

  CaseReader(Problems problems) {
    this.problems = problems;
  }

  /// Null after a problem was told.
  @Nullable PolicyCase read(YamlNode node) {
    var fields = Values.fields(node, "a case such as {host: a.example, expect: deny}", problems);
    if (fields == null) {
      return null;
    }
    var name = value(fields.optional("name"), this::name);
    var connection = connection(fields);
    var expectation = expectation(fields);
    fields.end();
    return connection == null || expectation == null
        ? null
        : new PolicyCase(
            name == null ? connection.toString() : name,
            problems.source().position(node.span()),
            connection,
            expectation);
  }

  private @Nullable Connection connection(Fields fields) {
    var kind = fields.optional("unnamed");
    var unnamed = value(kind, n -> oneOf(Unnamed.class, n));
    var protocol = value(fields.optional("protocol"), n -> oneOf(Protocol.class, n));
    var given =
        kind == null && protocol != Protocol.OTHER
            ? fields.required("host", "write `host: www.example.com`, or `unnamed: no_sni`")
            : fields.optional("host");
    var host = value(given, this::host);
    var source = value(fields.optional("source"), n -> address(n, "the address of a client"));
    var destination =
        value(fields.optional("destination"), n -> address(n, "the address that it connects to"));
    var at = value(fields.optional("at"), this::time);
    var port = value(fields.optional("port"), n -> Values.integer(n, 1, 65_535, problems));
    var ech = value(fields.optional("ech"), n -> Values.bool(n, problems));
    var approach = new Approach(host, unnamed, protocol, port, ech != null && ech);
    var contradiction = approach.contradiction();
    if (contradiction != null) {
      var key = fields.keySpan(contradiction.key());
      problems.error(key, contradiction.message(), contradiction.hint());
    }
    return contradiction != null || (given != null && host == null)
        ? null
        : approach.to(
            destination == null ? Address.UNSPECIFIED : destination,
            source == null ? Address.UNSPECIFIED : source,
            at == null ? Instant.now() : at);
  }

  private @Nullable Expectation expectation(Fields fields) {
    var hint = "write `expect: allow` or `expect: deny`";
    var verdict = value(fields.required("expect", hint), n -> oneOf(Action.class, n));
    var rule = value(fields.optional("rule"), this::pattern);
    var reason = value(fields.optional("reason"), this::reason);
    if (verdict == Action.ALLOW && reason != null) {
      problems.error(
          fields.keySpan("reason"), "what is allowed has no reason", "remove it, or expect `deny`");
    }
    return verdict == null ? null : new Expectation(verdict, rule, reason);
  }

  private static <T> @Nullable T value(
      @Nullable YamlNode node, Function<YamlNode, @Nullable T> read) {
    return node == null ? null : read.apply(node);
  }

  private <E extends Enum<E>> @Nullable E oneOf(Class<E> type, YamlNode node) {
    return Values.oneOf(type, node, problems);
  }

  private @Nullable String name(YamlNode node) {
    var text = Values.text(node, "a name", problems);
    if (text == null || (!text.isBlank() && text.codePoints().noneMatch(CaseReader::isInvisible))) {
      return text;
    }
    problems.error(node.span(), "a name that cannot be printed", "write it in letters");
    return null;
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private @Nullable Fqdn host(YamlNode node) {
    var text = Values.text(node, "a host name", problems);
    return switch (text == null ? null : Fqdn.parse(text)) {
      case null -> null;
      case Fqdn.Parsed.Valid(var host) -> host;
      case Fqdn.Parsed.Invalid(var message, var hint) -> {
        problems.error(node.span(), message, hint);
        yield null;
      }
    };
  }

  private @Nullable Instant time(YamlNode node) {
    var expected = "a time with its offset";
    var text = Values.text(node, expected, problems);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      Values.refuse(node, expected, "write 2026-12-31T08:00Z or 2026-12-31T08:00+01:00", problems);
      return null;
    }
  }

  private @Nullable Address address(YamlNode node, String expected) {
    var text = Values.text(node, expected, problems);
    if (text == null) {
      return null;
    }
    return switch (Cidr.parse(text)) {
      case Cidr.Parsed.Valid(var cidr) -> {
        if (text.indexOf('/') >= 0) {
          Values.refuse(node, "one address", "write " + cidr.network(), problems);
        }
        yield cidr.network();
      }
      case Cidr.Parsed.Invalid(var message, var hint) -> {
        problems.error(node.span(), message, hint);
        yield null;
      }
    };
  }

  /// A host pattern, or as the log calls rules without one: `203.0.113.0/24,+1`.
  private @Nullable String pattern(YamlNode node) {
    var text = Values.text(node, "the pattern of a rule", problems);
    if (text == null) {
      return null;
    }
    var parts = MORE.matcher(text);
    if (parts.matches() && Cidr.parse(parts.group(1)) instanceof Cidr.Parsed.Valid(var cidr)) {
      return cidr + (parts.group(2) == null ? "" : parts.group(2));
    }
    if (text.indexOf('/') >= 0
        && Cidr.parse(text) instanceof Cidr.Parsed.Invalid(var why, var so)) {
      problems.error(node.span(), why, so);
      return null;
    }
    return switch (FqdnPattern.parse(text)) {
      case FqdnPattern.Parsed.Valid(var pattern) -> pattern.toString();
      case FqdnPattern.Parsed.Invalid(var message, var hint) -> {
        problems.error(node.span(), message, hint);
        yield null;
      }
    };
  }

  private @Nullable DropReason reason(YamlNode node) {
    var text = Values.text(node, "a reason", problems);
    if (text == null) {
      return null;
    }
    var reason =
        Arrays.stream(DropReason.values())
            .filter(known -> known.name().equals(text))
            .findFirst()
            .orElse(null);
    if (reason == null) {
      Values.refuse(
          node, "a reason as in the log", "such as NOT_WHITELISTED or BLACKLISTED", problems);
    }
    return reason;
  }
}
