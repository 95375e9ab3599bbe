// SPDX-License-Identifier: Apache-2.0
package io.sluice.peek;

import org.jspecify.annotations.Nullable;

/// An HTTP/1 request head (RFC 9112 section 2.1) that passed every check of [Defect].
///
/// @param method as sent
/// @param target the request target as sent, ISO 8859-1
/// @param host the one host this request is for, from the absolute-form target or else from Host:
///   normalised like [ClientHello#serverName()]; null when the request names none
/// @param port the port that came with the host, or -1
/// @param upgrade the one protocol of an Upgrade field, lower-cased, or null
/// @param keepAlive whether the client may send another request after this one
public record RequestHead(
    String method,
    String target,
    @Nullable String host,
    int port,
    @Nullable String upgrade,
    boolean keepAlive) {}
