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
/// @param upgrade `websocket` when the request asks for it; null otherwise, since every other
///   Upgrade is a defect
/// @param keepAlive whether another request may follow by RFC 9112 section 9.3; one that follows
///   regardless is judged all the same
public record RequestHead(
    String method,
    String target,
    @Nullable String host,
    int port,
    @Nullable String upgrade,
    boolean keepAlive) {}
