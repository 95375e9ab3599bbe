// SPDX-License-Identifier: Apache-2.0

/// Arrays of numbers as bytes, for tables that take time to make.
@NullMarked
package io.sluice.policy.arrays;

import org.jspecify.annotations.NullMarked;
