// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.List;
import java.util.function.Function;

/// Text to [FqdnPattern], with the usual mistakes told apart.
final class FqdnPatternReader {
  private static final String STAR_FORMS =
      "write * for every name, *.example.com for every subdomain";

  private FqdnPatternReader() {}

  static FqdnPattern.Parsed read(String text) {
    if (text.isEmpty()) {
      return invalid("the host is empty", "write a host name such as example.com");
    }
    if (text.indexOf(' ') >= 0 || text.indexOf('\t') >= 0) {
      return invalid("a host cannot have blanks", "write one host in each entry");
    }
    int host = hostStart(text);
    int end = hostEnd(text, host);
    if (host > 0 || end < text.length()) {
      return decorated(text, host, end);
    }
    return pattern(text);
  }

  private static FqdnPattern.Parsed pattern(String text) {
    var foreign = FqdnText.foreign(text);
    if (foreign != null) {
      return invalid(foreign.message(), foreign.hint());
    }
    if (text.equals("*")) {
      return valid(new FqdnPattern.Any());
    }
    if (text.startsWith("=")) {
      return exact(text.substring(1));
    }
    if (text.startsWith(".")) {
      return invalid(
          "the name begins with a dot",
          "write example.com for a name with its subdomains, *.example.com for the subdomains"
              + " alone");
    }
    if (text.contains("**")) {
      return invalid("** has no meaning", STAR_FORMS);
    }
    if (text.startsWith("*.") && text.indexOf('*', 1) < 0) {
      return name(text.substring(2), FqdnPattern.Subdomains::new);
    }
    return text.indexOf('*') < 0 ? name(text, FqdnPattern.Subtree::new) : glob(text);
  }

  private static FqdnPattern.Parsed exact(String text) {
    return text.indexOf('*') < 0
        ? name(text, FqdnPattern.Exact::new)
        : invalid("= takes one whole name", "drop the =, or write a name without *");
  }

  private static FqdnPattern.Parsed name(String text, Function<Fqdn, FqdnPattern> form) {
    return switch (Fqdn.parse(text)) {
      case Fqdn.Parsed.Valid(Fqdn name) -> valid(form.apply(name));
      case Fqdn.Parsed.Invalid(String message, String hint) -> invalid(message, hint);
    };
  }

  private static FqdnPattern.Parsed glob(String text) {
    var name = FqdnText.normalise(text);
    var problem = FqdnText.problem(name, true);
    if (problem != null) {
      return invalid(problem.message(), problem.hint());
    }
    if (FqdnText.only(name, "*.")) {
      return invalid("this would be every name of some depth", STAR_FORMS);
    }
    if (FqdnText.only(name, "*.0123456789")) {
      return invalid("an IP address is not a host name", "write the name that clients ask for");
    }
    return valid(new FqdnPattern.Glob(List.of(name.split("\\.", -1))));
  }

  /// Where the host begins behind a scheme and a user.
  private static int hostStart(String text) {
    int scheme = text.indexOf("://");
    int from = scheme < 0 ? 0 : scheme + 3;
    int path = text.indexOf('/', from);
    int at = text.lastIndexOf('@', path < 0 ? text.length() : path);
    return Math.max(from, at + 1);
  }

  /// Where the host ends before a port, a path, a query or a fragment.
  private static int hostEnd(String text, int from) {
    int end = from;
    while (end < text.length() && ":/?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static FqdnPattern.Parsed decorated(String text, int from, int end) {
    if (CidrReader.read(text) instanceof Cidr.Parsed.Valid
        || (text.indexOf(':') != text.lastIndexOf(':') && !text.contains("://"))) {
      return invalid("an IP address is not a host name", "write the name that clients ask for");
    }
    var host = text.substring(from, end);
    var hint =
        pattern(host) instanceof FqdnPattern.Parsed.Valid(FqdnPattern pattern)
            ? "write only the host: " + pattern
            : "write only the host, such as example.com";
    return end < text.length() && text.charAt(end) == ':' && from == 0
        ? invalid("a host has no port", hint + ", and the port under ports")
        : invalid("this is a URL, not a host", hint);
  }

  private static FqdnPattern.Parsed.Valid valid(FqdnPattern pattern) {
    return new FqdnPattern.Parsed.Valid(pattern);
  }

  private static FqdnPattern.Parsed.Invalid invalid(String message, String hint) {
    return new FqdnPattern.Parsed.Invalid(message, hint);
  }
}
