// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.cli.fmt;

/// One item of a list.
///
/// @param from its first character in the text
/// @param to behind its last
/// @param host how it should be written
record Item(int from, int to, HostName host) {}
