// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.ByteOrder.BIG_ENDIAN;

import io.sluice.policy.Address;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Room for one `sockaddr_in` or `sockaddr_in6` and its `socklen_t`, reused from call to call.
public final class SocketAddress {
  private static final int IN_SIZE = 16;
  private static final int IN6_SIZE = 28;
  private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(BIG_ENDIAN);
  private static final ValueLayout.OfInt IN_ADDRESS = JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final ValueLayout.OfLong IN6_ADDRESS = JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final long PORT_OFFSET = 2;
  private static final long IN_ADDRESS_OFFSET = 4;
  private static final long IN6_ADDRESS_OFFSET = 8;
  private static final long LENGTH_OFFSET = 32;

  private final MemorySegment memory = Arena.global().allocate(40, 8);

  /// Where the `sockaddr` is.
  public long at() {
    return memory.address();
  }

  /// Makes all the room available to a call that fills it in, and says where the `socklen_t` is.
  public long lengthAt() {
    memory.set(JAVA_INT, LENGTH_OFFSET, IN6_SIZE);
    return memory.address() + LENGTH_OFFSET;
  }

  /// Writes an address, as `sockaddr_in6` when `v6`; returns its length in bytes.
  public int write(Address address, int port, boolean v6) {
    memory.asSlice(0, IN6_SIZE).fill((byte) 0);
    memory.set(JAVA_SHORT, 0, (short) (v6 ? Socket.AF_INET6 : Socket.AF_INET));
    memory.set(PORT, PORT_OFFSET, (short) port);
    if (!v6) {
      memory.set(IN_ADDRESS, IN_ADDRESS_OFFSET, address.v4Bits());
      return IN_SIZE;
    }
    memory.set(IN6_ADDRESS, IN6_ADDRESS_OFFSET, address.high());
    memory.set(IN6_ADDRESS, IN6_ADDRESS_OFFSET + 8, address.low());
    return IN6_SIZE;
  }

  /// The address last written by us or by a call.
  public Address address() {
    return memory.get(JAVA_SHORT, 0) == Socket.AF_INET6
        ? new Address(
            memory.get(IN6_ADDRESS, IN6_ADDRESS_OFFSET),
            memory.get(IN6_ADDRESS, IN6_ADDRESS_OFFSET + 8))
        : Address.v4(memory.get(IN_ADDRESS, IN_ADDRESS_OFFSET));
  }

  /// The port last written by us or by a call.
  public int port() {
    return Short.toUnsignedInt(memory.get(PORT, PORT_OFFSET));
  }
}
