// SPDX-License-Identifier: Apache-2.0

/// Policy files to [io.sluice.policy.Policy], with every problem named by file, line and column.
///
/// [YamlDocument] keeps the position of each node beside the Jackson tree made of it, so that a
/// [Problem] can point at the very character; the gateway's own configuration is read the same way.
@NullMarked
package io.sluice.policy.file;

import org.jspecify.annotations.NullMarked;
