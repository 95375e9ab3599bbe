// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Medians of bench/run as a Markdown table and an SVG chart: `java Report.java FOLDER`.
final class Report {
  record Row(String title, String scenario, String field, int digits, boolean charted) {}

  static final List<Row> ROWS =
      List.of(
          new Row("CPU us per allowed connection", "conn", "cpu_us", 1, true),
          new Row("connections per second", "conn", "per_s", 0, false),
          new Row("CPU us per denied connection", "deny", "cpu_us", 1, true),
          new Row("system calls per connection (200/s)", "calls", "per_conn", 1, true),
          new Row("latency p50 us (1000/s)", "rate", "p50", 0, false),
          new Row("latency p99 us", "rate", "p99", 0, false),
          new Row("latency p99.9 us", "rate", "p999", 0, false),
          new Row("download Gbit/s, 1 flow", "down1", "gbit", 1, false),
          new Row("download Gbit/s, 8 flows", "down8", "gbit", 1, true),
          new Row("download Gbit/s, 64 flows", "down64", "gbit", 1, false),
          new Row("upload Gbit/s, 1 flow", "up1", "gbit", 1, false),
          new Row("upload Gbit/s, 8 flows", "up8", "gbit", 1, false),
          new Row("upload Gbit/s, 64 flows", "up64", "gbit", 1, false),
          new Row("CPU s per GiB down, 1 flow", "down1", "cpu_s_per_gib", 3, false),
          new Row("CPU s per GiB down, 8 flows", "down8", "cpu_s_per_gib", 3, true),
          new Row("CPU s per GiB down, 64 flows", "down64", "cpu_s_per_gib", 3, false),
          new Row("CPU s per GiB up, 8 flows", "up8", "cpu_s_per_gib", 3, false),
          new Row("HTTP requests per second (keep-alive)", "http", "per_s", 0, false),
          new Row("CPU us per HTTP request", "http", "cpu_us", 1, true),
          new Row("CPU s per GiB HTTP down", "http-down", "cpu_s_per_gib", 3, false),
          new Row("MiB per 10,000 idle flows", "idle", "mib_per_10k", 1, true),
          new Row("ms from start to first connection", "start", "ms", 0, false),
          new Row("MiB after start", "start", "rss_mib", 0, false));

  public static void main(String[] args) throws IOException {
    var folder = Path.of(args[0]);
    var lines = Files.readAllLines(folder.resolve("results.jsonl"));
    var peers = new LinkedHashSet<String>();
    lines.forEach(line -> peers.add(text(line, "peer")));
    var table = new StringBuilder("| median |");
    peers.forEach(peer -> table.append(' ').append(peer).append(" |"));
    table.append("\n|---|").append("---:|".repeat(peers.size())).append('\n');
    for (var row : ROWS) {
      table.append("| ").append(row.title()).append(" |");
      for (var peer : peers) {
        table.append(' ').append(shown(median(lines, peer, row), row)).append(" |");
      }
      table.append('\n');
    }
    Files.writeString(folder.resolve("table.md"), table);
    Files.writeString(folder.resolve("chart.svg"), chart(lines, List.copyOf(peers)));
    System.out.print(table);
  }

  static String chart(List<String> lines, List<String> peers) {
    var svg = new StringBuilder();
    int y = 24;
    for (var row : ROWS.stream().filter(Row::charted).toList()) {
      double most = peers.stream().mapToDouble(p -> median(lines, p, row)).max().orElse(1);
      svg.append("<text x='8' y='%d' font-weight='bold'>%s</text>".formatted(y, row.title()));
      for (var peer : peers) {
        double value = median(lines, peer, row);
        int width = (int) Math.round(360 * Math.max(0, value) / Math.max(most, 1e-9));
        y += 18;
        svg.append(
            "<text x='8' y='%d'>%s</text><rect x='130' y='%d' width='%d' height='12' fill='%s'/>"
                .formatted(y, peer, y - 10, width, peer.equals("sluice") ? "#0a7" : "#99a"));
        svg.append("<text x='%d' y='%d'>%s</text>".formatted(136 + width, y, shown(value, row)));
      }
      y += 30;
    }
    return "<svg xmlns='http://www.w3.org/2000/svg' width='600' height='%d' font-family='sans-serif' font-size='12'><rect width='100%%' height='100%%' fill='white'/>%s</svg>\n"
        .formatted(y, svg);
  }

  static double median(List<String> lines, String peer, Row row) {
    var values = new ArrayList<Double>();
    for (var line : lines) {
      if (text(line, "peer").equals(peer) && text(line, "scenario").equals(row.scenario())) {
        var m = Pattern.compile('"' + row.field() + "\":(-?[0-9.]+)").matcher(line);
        if (m.find()) {
          values.add(Double.parseDouble(m.group(1)));
        }
      }
    }
    values.sort(null);
    return values.isEmpty() ? Double.NaN : values.get(values.size() / 2);
  }

  static String shown(double value, Row row) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + row.digits() + "f", value);
  }

  static String text(String line, String field) {
    var m = Pattern.compile('"' + field + "\":\"([^\"]*)\"").matcher(line);
    return m.find() ? m.group(1) : "";
  }
}
