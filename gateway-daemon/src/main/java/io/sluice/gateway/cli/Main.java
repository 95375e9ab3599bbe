// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.gateway.DiagnosticsProvider;
import io.sluice.gateway.cli.simulate.SimulateCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/// The `sluice` command.
@Command(
    name = "sluice",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Version.class,
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      ExplainCommand.class,
      TestCommand.class,
      DiffCommand.class,
      FmtCommand.class,
      SimulateCommand.class,
      PolicyCommand.class,
      StatusCommand.class,
      PeekCommand.class,
      VersionCommand.class,
      CompletionCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    description = "Egress filtering by host name: TLS server name or HTTP Host.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice check",
      "      Reads the configuration and its policy and shows every mistake.",
      "  sluice explain https://docs.google.com --source 10.0.1.5",
      "      Tells whether this client may go there, and which rule decides.",
      "",
      "Exit status: 0 done, or the answer is yes; 1 the answer is no, or the",
      "work failed; 2 a mistake in the arguments or in a file; 70 a fault of sluice.",
      "",
      "`sluice COMMAND --help` tells more about a command."
    })
public final class Main {
  static final int MISTAKE = Configured.MISTAKE;

  private Main() {}

  public static void main(String[] args) {
    DiagnosticsProvider.use();
    var config = RunCommand.plain(args);
    System.exit(config == null ? commandLine().execute(args) : run(config));
  }

  /// The gateway, without picocli: a third of the time to start went into understanding two words.
  private static int run(Path config) {
    var err = new PrintWriter(System.err, true, UTF_8);
    try {
      return RunCommand.run(config, err);
    } catch (IOException e) {
      err.println("sluice: " + text(e));
      return MISTAKE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (RuntimeException | LinkageError e) {
      e.printStackTrace(err);
      int status = Fault.tell(e, err);
      // Threads of a daemon that failed must not keep the process.
      Runtime.getRuntime().halt(status);
      return status;
    }
  }

  /// Runs the command; errors of the JVM, which picocli lets through, end it like exceptions.
  private static int execute(ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (LinkageError | VirtualMachineError | AssertionError e) {
      return Fault.tell(e, parsed.commandSpec().commandLine().getErr());
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Main::execute)
        .setParameterExceptionHandler(Main::refuse)
        .setExecutionExceptionHandler(Main::fail);
  }

  /// One line and where to read on, for a mistake in the arguments.
  private static int refuse(CommandLine.ParameterException e, String[] args) {
    var command = e.getCommandLine();
    var out = command.getErr();
    out.println("sluice: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, out);
    out.println("Try `" + command.getCommandSpec().qualifiedName() + " --help`.");
    return MISTAKE;
  }

  private static int fail(Exception e, CommandLine command, ParseResult parsed) {
    if (!(e instanceof IOException failure)) {
      return Fault.tell(e, command.getErr());
    }
    command.getErr().println("sluice: " + text(failure));
    return MISTAKE;
  }

  private static @Nullable String text(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> missing.getFile() + ": no such file";
      case AccessDeniedException denied -> denied.getFile() + ": no permission";
      default -> e.getMessage();
    };
  }
}
