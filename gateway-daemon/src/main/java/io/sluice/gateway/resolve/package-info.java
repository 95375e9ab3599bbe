// SPDX-License-Identifier: Apache-2.0

/// Whether a name and an address belong together, as DNS says.
///
/// A client can ask for an allowed name at an address of its choice. [Binder] compares the two and
/// says where the flow goes: it is a pure function over an [Answer]. [Resolver] has the answers: a
/// table that event loops read without a lock, and one thread of its own that asks DNS servers
/// through Netty, one [Lookup] a name at a time. [NameBinding] is both together, as the datapath
/// uses them. `docs/binding.md` has the rules.
@NullMarked
package io.sluice.gateway.resolve;

import org.jspecify.annotations.NullMarked;
