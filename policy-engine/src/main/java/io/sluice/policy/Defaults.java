// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

import java.util.List;
import java.util.Map;

/// What a policy does where no rule decides.
///
/// @param mode for the names that no rule mentions
/// @param modes the same for some clients
/// @param unnamed for connections without a name; what is not here is denied
/// @param passSources clients that are never filtered
/// @param passDestinations where everybody may go, whatever the rules say
/// @param monitor whether everything is forwarded, and verdicts are only told
public record Defaults(
    Mode mode,
    List<SourceMode> modes,
    Map<Naming, Action> unnamed,
    List<Passed> passSources,
    List<Passed> passDestinations,
    boolean monitor) {

  public Defaults {
    modes = List.copyOf(modes);
    unnamed = Map.copyOf(unnamed);
    passSources = List.copyOf(passSources);
    passDestinations = List.copyOf(passDestinations);
  }

  /// The mode alone.
  public static Defaults of(Mode mode) {
    return new Defaults(mode, List.of(), Map.of(), List.of(), List.of(), false);
  }

  /// The mode for the clients of one network; the smallest network that a client is in decides.
  public record SourceMode(Cidr source, Mode mode) {}

  /// A network that is never filtered, and where that is written.
  public record Passed(Cidr network, SourcePosition position) {
    static List<Cidr> networks(List<Passed> passed) {
      return passed.stream().map(Passed::network).toList();
    }
  }
}
