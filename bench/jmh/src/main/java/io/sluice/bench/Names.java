// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import io.sluice.policy.Address;
import io.sluice.policy.Cidr;
import io.sluice.policy.CompiledPolicy;
import io.sluice.policy.Conditions;
import io.sluice.policy.Handling;
import io.sluice.policy.HostList;
import io.sluice.policy.Mode;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.PolicyRule;
import io.sluice.policy.Protocol;
import io.sluice.policy.Query;
import io.sluice.policy.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/// Made-up names with the lengths and the endings of those in lists from the Internet.
final class Names {
  private static final List<String> SUFFIXES =
      List.of("com", "com", "com", "com", "net", "org", "de", "co.uk", "com.br", "info", "xyz");

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Address SOURCE = address("10.1.0.1");
  private static final Address DESTINATION = address("192.0.2.1");

  private final Random random = new Random(42);
  private final String[] names;

  Names(int count) {
    names = new String[count];
    Arrays.setAll(names, _ -> name());
  }

  /// One name a line.
  String list() {
    return String.join("\n", names) + "\n";
  }

  /// As many queries as there are names, so that they are not in the processor's caches either.
  ///
  /// @param prefix before a name of the list; null for names that are not on it
  Query[] queries(String prefix) {
    return queries(() -> prefix + names[random.nextInt(names.length)]);
  }

  Query[] strangers() {
    return queries(() -> name() + "-x.net");
  }

  private Query[] queries(Supplier<String> host) {
    var queries = new Query[names.length];
    // A copy of the name, which lies beside its query as one just read from a connection does.
    Arrays.setAll(
        queries,
        _ ->
            new Query(
                SOURCE, DESTINATION, 443, Protocol.TLS, new String(host.get().toCharArray()), NOW));
    return queries;
  }

  /// What is measured as compiling: text to patterns to the table that decides.
  static CompiledPolicy compile(String list) {
    byte[] text = list.getBytes(StandardCharsets.ISO_8859_1);
    var hosts = new HostList.Builder("names.txt", text.length, false);
    int line = 1;
    for (int from = 0, to; from < text.length; from = to + 1, line++) {
      to = HostList.Builder.plainEnd(text, from);
      hosts.addPlain(text, from, to, line, 1);
    }
    var rule =
        new PolicyRule(
            hosts.build(),
            Conditions.NONE,
            Map.of(),
            null,
            Handling.DEFAULT,
            new SourcePosition("policy.yaml", 1, 1));
    return PolicyCompiler.compile(new Policy(Mode.BLACKLIST, List.of(rule)));
  }

  private static Address address(String text) {
    if (Cidr.parse(text) instanceof Cidr.Parsed.Valid(Cidr cidr)) {
      return cidr.network();
    }
    throw new IllegalArgumentException(text);
  }

  private String name() {
    var text = new StringBuilder();
    if (random.nextInt(3) == 0) {
      word(text, 2 + random.nextInt(6)).append('.');
    }
    return word(text, 5 + random.nextInt(12))
        .append('.')
        .append(SUFFIXES.get(random.nextInt(SUFFIXES.size())))
        .toString();
  }

  private StringBuilder word(StringBuilder text, int length) {
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text;
  }
}
