// SPDX-License-Identifier: Apache-2.0
package io.sluice.policy;

/// A policy that is asked beside the one in force, to see what it would do.
public record NamedPolicy(String name, CompiledPolicy policy) {}
