// SPDX-License-Identifier: Apache-2.0

@NullMarked
package io.sluice.policy.arrays;

import org.jspecify.annotations.NullMarked;
