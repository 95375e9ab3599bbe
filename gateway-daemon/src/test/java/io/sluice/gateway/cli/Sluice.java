// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine.Help;

/// One run of the command line inside the test.
///
/// @param output standard output
/// @param errors standard error
record Sluice(int exit, String output, String errors) {

  static Sluice run(String... arguments) {
    return run(List.of(arguments));
  }

  static Sluice run(List<String> arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var exit =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
            .execute(arguments.toArray(String[]::new));
    return new Sluice(exit, out.toString(), err.toString());
  }
}
