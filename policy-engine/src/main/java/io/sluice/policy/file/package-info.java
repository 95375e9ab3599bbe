// SPDX-License-Identifier: Apache-2.0

/// Policy files to [io.sluice.policy.Policy], with every problem named by file, line and column.
///
/// A [YamlDocument] is a tree of [YamlNode]s that know where they stand; [Fields] and [Values] take
/// it apart, and put what is wrong into [Problems], so that a [Problem] can point at the very
/// character. The gateway's own configuration is read the same way.
@NullMarked
package io.sluice.policy.file;

import org.jspecify.annotations.NullMarked;
