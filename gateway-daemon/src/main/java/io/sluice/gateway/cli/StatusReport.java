// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What the page `/status` says: values by name, in its order.
record StatusReport(Map<String, List<String>> values) {
  private static final String ALARM = "alarm";
  private static final Set<String> LISTS = Set.of(ALARM, "reload_error", "shadow");
  private static final int WIDTH = 21;

  static StatusReport parse(String page) {
    return new StatusReport(
        page.lines()
            .map(line -> line.split(": ", 2))
            .filter(parts -> parts.length == 2)
            .collect(
                Collectors.groupingBy(
                    parts -> parts[0],
                    LinkedHashMap::new,
                    Collectors.mapping(parts -> parts[1], Collectors.toList()))));
  }

  List<String> alarms() {
    return values.getOrDefault(ALARM, List.of());
  }

  void print(Format format, PrintWriter out) {
    if (format == Format.JSON) {
      json(out);
    } else {
      values.forEach(
          (name, all) -> all.forEach(value -> out.println(padded(name) + value.strip())));
    }
    out.flush();
  }

  private static String padded(String name) {
    return name.replace('_', ' ') + " ".repeat(Math.max(1, WIDTH - name.length()));
  }

  private void json(PrintWriter out) {
    var report = Json.object();
    LISTS.stream()
        .sorted()
        .forEach(name -> {
          var array = report.putArray(name);
          values.getOrDefault(name, List.of()).forEach(array::add);
        });
    values.forEach((name, all) -> {
      var value = all.getFirst();
      if (LISTS.contains(name)) {
        return;
      }
      // A version is text, even one that has digits only.
      if (value.matches("\\d{1,18}") && !name.equals("policy") && !name.equals("gateway")) {
        report.put(name, Long.parseLong(value));
      } else {
        report.put(name, value);
      }
    });
    Json.print(report, out);
  }
}
