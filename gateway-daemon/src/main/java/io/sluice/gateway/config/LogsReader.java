// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.config;

import io.sluice.gateway.config.GatewayConfig.LogOutput;
import io.sluice.gateway.config.GatewayConfig.Logs;
import io.sluice.gateway.config.GatewayConfig.SyslogFormat;
import io.sluice.gateway.config.GatewayConfig.Transport;
import io.sluice.policy.file.Fields;
import io.sluice.policy.file.Values;
import io.sluice.policy.file.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The section `logs` of `sluice.yaml`.
record LogsReader(Section section) {
  private static final String OUTPUT = "`stdout`, `file: PATH` or `syslog: {...}`";
  private static final int SYSLOG_PORT = 514;

  Logs logs(Fields fields, Logs defaults) {
    return new Logs(
        section.oneOf(fields, "format", defaults.format()),
        section.value(fields, "outputs", defaults.outputs(), this::outputs));
  }

  private @Nullable List<LogOutput> outputs(YamlNode node) {
    var problems = section.problems();
    var items = Values.list(node, "outputs", problems);
    if (items == null) {
      return null;
    }
    if (items.isEmpty()) {
      problems.error(node.span(), "nowhere to log to", "write [stdout]");
    }
    var outputs = new ArrayList<LogOutput>();
    for (var item : items) {
      var output = output(item);
      if (output == null) {
        continue;
      }
      if (outputs.contains(output)) {
        problems.error(item.span(), "this output is here twice", "keep one of them");
      }
      outputs.add(output);
    }
    return List.copyOf(outputs);
  }

  private @Nullable LogOutput output(YamlNode node) {
    if (node instanceof YamlNode.Scalar(var text, _, _) && text.equals("stdout")) {
      return new LogOutput.Stdout();
    }
    var problems = section.problems();
    var fields = Values.fields(node, OUTPUT, problems);
    if (fields == null) {
      return null;
    }
    var file = fields.optional("file");
    var syslog = fields.optional("syslog");
    fields.end();
    if (file != null && syslog != null) {
      problems.error(fields.keySpan("syslog"), "two outputs in one item", "begin each with `- `");
      return null;
    }
    if (file != null) {
      var path = section.path(file);
      return path == null ? null : new LogOutput.File(path);
    }
    if (syslog != null) {
      return syslog(syslog);
    }
    if (fields.isEmpty()) {
      Values.refuse(node, OUTPUT, null, problems);
    }
    return null;
  }

  private @Nullable LogOutput syslog(YamlNode node) {
    var problems = section.problems();
    var fields = Values.fields(node, "the keys of `syslog`", problems);
    if (fields == null) {
      return null;
    }
    var transport = section.oneOf(fields, "transport", Transport.UDP);
    var format = section.oneOf(fields, "format", SyslogFormat.RFC3164);
    var address = fields.optional("address");
    var socket = section.value(fields, "socket", Path.of("/dev/log"), section::path);
    fields.end();
    return switch (transport) {
      case UNIX -> {
        if (address != null) {
          problems.error(
              fields.keySpan("address"),
              "`address` with `transport: unix`",
              "write `socket: /dev/log`");
        }
        yield new LogOutput.Syslog(transport, "", 0, socket, format);
      }
      case UDP, TCP -> {
        if (fields.optional("socket") != null) {
          problems.error(
              fields.keySpan("socket"),
              "`socket` without `transport: unix`",
              "write `transport: unix`");
        }
        var endpoint = endpoint(fields);
        yield endpoint == null
            ? null
            : new LogOutput.Syslog(transport, endpoint.host(), endpoint.port(), null, format);
      }
    };
  }

  private @Nullable Endpoint endpoint(Fields syslog) {
    var node = syslog.required("address", "write `address: logs.example.com:514`");
    if (node == null) {
      return null;
    }
    var text = Values.word(node, "a host with a port", section.problems());
    var endpoint = text == null ? null : Endpoint.parse(text, SYSLOG_PORT);
    if (text != null && endpoint == null) {
      Values.refuse(
          node,
          "a host with a port",
          "write logs.example.com:514 or [2001:db8::1]:514",
          section.problems());
    }
    return endpoint;
  }
}
