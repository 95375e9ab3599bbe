// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.policy;

import io.sluice.policy.file.FileSource;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The files of a kept policy, undamaged, under the paths that they had.
///
/// @param contents by absolute path
record KeptFiles(Manifest manifest, Map<Path, byte[]> contents) implements FileSource {

  @Override
  public byte[] read(Path file, int most) throws IOException {
    var content = contents.get(file.toAbsolutePath().normalize());
    if (content == null) {
      throw new NoSuchFileException(file.toString());
    }
    return content.length <= most ? content : Arrays.copyOf(content, most);
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    var wanted = folder.toAbsolutePath().normalize();
    return contents.keySet().stream()
        .filter(file -> wanted.equals(file.getParent()))
        .map(file -> folder.resolve(file.getFileName()))
        .toList();
  }
}
