// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.promote;

import io.sluice.policy.PolicyCompiler;
import io.sluice.policy.file.FileSource;
import io.sluice.policy.file.PolicyFiles;
import io.sluice.policy.file.PolicyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A shadow on its way to be the policy.
///
/// @param policy the file of the policy, which may be missing or broken
/// @param shadow the file of the shadow
public record Promotion(Path policy, Path shadow) {
  private static final String FORMER = "former.yaml";

  /// Why the shadow cannot be promoted, or null.
  ///
  /// @param version of the shadow; the policy must have the same in the end
  public @Nullable String obstacle(String version) throws IOException {
    var its = PolicyFiles.folder(shadow);
    var ours = PolicyFiles.folder(policy);
    if (!contents(its).equals(contents(ours))) {
      return its
          + " and "
          + ours
          + " differ, and only one file can be replaced in one step; make them the same, for"
          + " instance by a link: ln -s ../"
          + ours.getFileName()
          + " "
          + its;
    }
    var text = MovedText.of(Files.readString(shadow), shadow, policy);
    return switch (PolicyReader.read(policy, FileSource.with(policy, text))) {
      case PolicyReader.Result.Loaded(var moved, _, _)
          when PolicyCompiler.compile(moved).version().equals(version) ->
          null;
      case PolicyReader.Result.Loaded _ ->
          shadow + " would not mean the same in the place of " + policy;
      case PolicyReader.Result.Broken(var problems, _) ->
          "in the place of " + policy + ": " + problems.getFirst().headline();
    };
  }

  /// Puts the shadow in the place of the policy; returns where the policy is now, or null if there
  /// was none.
  public @Nullable Path promote() throws IOException {
    var target = Files.exists(policy) ? policy.toRealPath() : policy;
    var former = shadow.resolveSibling(FORMER);
    try (var next =
        Replacement.of(target, MovedText.of(Files.readString(shadow), shadow, policy), shadow)) {
      if (!Files.exists(policy)) {
        next.commit();
        Files.delete(shadow);
        return null;
      }
      try (var old = Replacement.of(former, formerText(former), target)) {
        if (shadow.equals(former)) {
          next.commit();
          old.commit();
        } else {
          old.commit();
          next.commit();
          Files.delete(shadow);
        }
      }
    }
    linkFolder(former);
    return former;
  }

  /// A text that is broken moves as it is.
  private String formerText(Path former) throws IOException {
    var text = Files.readString(policy);
    return PolicyReader.read(policy) instanceof PolicyReader.Result.Loaded
        ? MovedText.of(text, policy, former)
        : text;
  }

  /// The former policy had the files of the folder, too.
  private void linkFolder(Path former) throws IOException {
    var ours = PolicyFiles.folder(policy);
    var its = PolicyFiles.folder(former);
    if (Files.isDirectory(ours) && !Files.exists(its, LinkOption.NOFOLLOW_LINKS)) {
      Files.createSymbolicLink(its, Path.of("..", ours.getFileName().toString()));
    }
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    var contents = new TreeMap<String, String>();
    for (var file : PolicyFiles.yaml(folder, FileSource.DISK)) {
      contents.put(file.getFileName().toString(), Files.readString(file));
    }
    return contents;
  }
}
