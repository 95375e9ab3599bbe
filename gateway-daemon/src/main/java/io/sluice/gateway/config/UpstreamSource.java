// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.config;

import io.sluice.policy.Address;
import java.util.List;

/// Which address origins see.
public sealed interface UpstreamSource {

  /// The one that the kernel chooses by its routes.
  record Gateway() implements UpstreamSource {}

  /// One of several of the gateway, in the family of the origin; the kernel's choice where none of
  /// them has that family.
  ///
  /// @param addresses one at least
  record Addresses(List<Address> addresses) implements UpstreamSource {}

  /// The client's own.
  record Client() implements UpstreamSource {}
}
