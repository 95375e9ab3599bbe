// SPDX-License-Identifier: Apache-2.0

/// The canonical form of a policy file. The text is edited where the YAML scanner and parser say
/// that something stands, and never written anew from its meaning, so that comments stay as they
/// are.
@NullMarked
package io.sluice.gateway.cli.fmt;

import org.jspecify.annotations.NullMarked;
