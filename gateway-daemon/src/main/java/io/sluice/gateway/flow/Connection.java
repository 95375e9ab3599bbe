// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.flow;

import io.sluice.policy.Address;

/// Who a redirected connection is from and where it was going.
///
/// @param flow number of the connection, unique while the process runs
/// @param source the client
/// @param destination the original destination, before REDIRECT
public record Connection(
    long flow, Address source, int sourcePort, Address destination, int destinationPort) {}
