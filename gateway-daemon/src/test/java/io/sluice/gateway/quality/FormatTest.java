// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// Every Java file is as google-java-format writes it. `-Dformat.fix=true` rewrites those that are
/// not.
class FormatTest {

  @Test
  void everyFileIsFormatted() throws IOException, FormatterException {
    var wrong = new ArrayList<Path>();
    for (var file : SourceTree.javaFiles()) {
      var source = Files.readString(file);
      var formatted = format(source);
      if (!formatted.equals(source)) {
        wrong.add(file);
        if (Boolean.getBoolean("format.fix")) {
          Files.writeString(file, formatted);
        }
      }
    }
    assertThat(wrong)
        .as("files to format: mvn test -pl gateway-daemon -am -Dtest=FormatTest -Dformat.fix=true")
        .isEmpty();
  }

  private static String format(String source) throws FormatterException {
    var ordered =
        ImportOrderer.reorderImports(
            RemoveUnusedImports.removeUnusedImports(source), JavaFormatterOptions.Style.GOOGLE);
    return new Formatter().formatSource(ordered);
  }
}
