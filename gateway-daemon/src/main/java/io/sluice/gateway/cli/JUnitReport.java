// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import io.sluice.policy.file.Problem;
import io.sluice.policy.file.Problem.Severity;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/// Results as build servers read them.
///
/// @param name what was run
public record JUnitReport(String name, List<Suite> suites) {
  /// The terminal's encoding is not known; what is not ASCII becomes a character reference.
  private static final String ENCODING = "US-ASCII";

  /// The results of one file.
  record Suite(String file, List<Result> results) {
    long count(Kind kind) {
      return results.stream().filter(result -> result.kind == kind).count();
    }
  }

  /// What became of a test.
  enum Kind {
    PASSED,
    FAILURE,
    ERROR
  }

  /// @param line where the test is written; 0 for none
  /// @param account what a person should read; null for a test that passed
  record Result(String name, int line, Kind kind, @Nullable String account) {
    /// A file as a test of its own: whether there is a mistake in it.
    static Result of(String file, List<Problem> problems) {
      return problems.stream().noneMatch(problem -> problem.severity() == Severity.ERROR)
          ? new Result(file, 0, Kind.PASSED, null)
          : new Result(
              file,
              problems.getFirst().line(),
              Kind.ERROR,
              problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
  }

  /// One test that passes when nothing was found, or one for each finding, which fails.
  public static JUnitReport ofFindings(
      String name, String file, String summary, List<String> findings) {
    var results =
        findings.isEmpty()
            ? List.of(new Result(summary, 0, Kind.PASSED, null))
            : findings.stream()
                .map(finding -> new Result(finding, 0, Kind.FAILURE, finding))
                .toList();
    return new JUnitReport(name, List.of(new Suite(file, results)));
  }

  /// Prints all of them as XML.
  public void print(PrintWriter out) {
    try {
      var bytes = new ByteArrayOutputStream();
      var xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, ENCODING);
      xml.writeStartDocument(ENCODING, "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      counts(xml, name, suites);
      for (var suite : suites) {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testsuite");
        counts(xml, suite.file, List.of(suite));
        for (var result : suite.results) {
          write(xml, suite, result);
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
      }
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.flush();
      out.println(bytes.toString(StandardCharsets.US_ASCII));
    } catch (XMLStreamException e) {
      throw new IllegalStateException("memory takes everything", e);
    }
    out.flush();
  }

  private static void counts(XMLStreamWriter xml, String name, List<Suite> suites)
      throws XMLStreamException {
    attribute(xml, "name", name);
    attribute(xml, "tests", suites.stream().mapToLong(suite -> suite.results.size()).sum());
    attribute(xml, "failures", suites.stream().mapToLong(s -> s.count(Kind.FAILURE)).sum());
    attribute(xml, "errors", suites.stream().mapToLong(s -> s.count(Kind.ERROR)).sum());
  }

  private static void write(XMLStreamWriter xml, Suite suite, Result result)
      throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    attribute(xml, "name", result.name);
    attribute(xml, "classname", suite.file);
    attribute(xml, "file", suite.file);
    if (result.line > 0) {
      attribute(xml, "line", result.line);
    }
    if (result.account != null) {
      xml.writeStartElement(Json.name(result.kind));
      attribute(xml, "message", result.account.lines().collect(Collectors.joining("; ")));
      xml.writeCharacters(visible(result.account));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void attribute(XMLStreamWriter xml, String name, Object value)
      throws XMLStreamException {
    xml.writeAttribute(name, visible(value.toString()));
  }

  /// XML has no way to write most control characters, which a file's name may have.
  private static String visible(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\n]]", "?");
  }
}
