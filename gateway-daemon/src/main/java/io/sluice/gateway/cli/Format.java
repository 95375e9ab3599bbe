// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How a command prints what it found.
public enum Format {
  /// For people.
  TEXT,
  /// One JSON object.
  JSON,
  /// The XML that build servers read test results from.
  JUNIT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads `--format`, and completes it: any of the formats.
  public static final class Any extends Choice {
    Any() {
      super(values());
    }
  }

  /// Reads `--format`, and completes it, where there are no tests to report.
  static final class TextOrJson extends Choice {
    TextOrJson() {
      super(TEXT, JSON);
    }
  }

  /// Reads one of some formats.
  public abstract static class Choice implements ITypeConverter<Format>, Iterable<String> {
    private final List<Format> formats;

    Choice(Format... formats) {
      this.formats = List.of(formats);
    }

    @Override
    public Format convert(String text) {
      return formats.stream()
          .filter(format -> format.toString().equals(text))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException(
                  "expected " + String.join(" or ", this) + ", not `" + text + "`"));
    }

    @Override
    public Iterator<String> iterator() {
      return formats.stream().map(Format::toString).iterator();
    }
  }
}
