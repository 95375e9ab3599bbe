// SPDX-License-Identifier: Apache-2.0

/// What changes between two policies, as connections see it: an example of every class of
/// connections that either policy tells apart is put to both.
@NullMarked
package io.sluice.gateway.cli.diff;

import org.jspecify.annotations.NullMarked;
