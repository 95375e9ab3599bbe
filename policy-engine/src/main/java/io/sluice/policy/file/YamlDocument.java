// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy.file;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// One YAML file as nodes with positions, and what is wrong with it as YAML.
///
/// At most 16 MiB of UTF-8, 32 levels deep, one document, no tags; aliases may stand for 100,000
/// values in all.
///
/// @param root null for an empty file, and when the problems say why it could not be read
public record YamlDocument(@Nullable YamlNode root, Problems problems) {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(SourceFile.MOST_BYTES).build();

  /// Reads a file; a file that is missing or not YAML is a problem, never an exception.
  public static YamlDocument read(Path file) {
    return read(file, FileSource.DISK);
  }

  static YamlDocument read(Path file, FileSource source) {
    var problems = SourceFile.read(file, source);
    if (problems.broken()) {
      return new YamlDocument(null, problems);
    }
    var stars = new UnquotedStars(problems.source());
    while (true) {
      try {
        var reader = new StreamReader(SETTINGS, stars.text());
        var root = new YamlTree(new ParserImpl(SETTINGS, reader), problems).read();
        stars.tell(problems);
        return new YamlDocument(YamlNode.isNothing(root) ? null : root, problems);
      } catch (YamlEngineException e) {
        if (stars.passOver(e)) {
          problems = new Problems(problems.source());
          continue;
        }
        stars.tell(problems);
        YamlErrors.add(e, problems);
        return new YamlDocument(null, problems);
      }
    }
  }
}
