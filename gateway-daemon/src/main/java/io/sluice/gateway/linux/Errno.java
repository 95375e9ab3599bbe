// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.linux;

/// Error numbers of Linux (asm-generic/errno.h) as [Syscalls] returns them: negative.
public final class Errno {
  public static final int EINTR = -4;
  public static final int EAGAIN = -11;
  public static final int ENOMEM = -12;
  public static final int ENFILE = -23;
  public static final int EMFILE = -24;
  public static final int EPIPE = -32;
  public static final int EAFNOSUPPORT = -97;
  public static final int EADDRNOTAVAIL = -99;
  public static final int ECONNABORTED = -103;
  public static final int ECONNRESET = -104;
  public static final int ENOBUFS = -105;
  public static final int ETIMEDOUT = -110;
  public static final int ECONNREFUSED = -111;
  public static final int EHOSTUNREACH = -113;
  public static final int EINPROGRESS = -115;

  private Errno() {}

  /// Whether the process or the machine has run out of descriptors or socket memory.
  public static boolean isExhaustion(int result) {
    return result == EMFILE || result == ENFILE || result == ENOBUFS || result == ENOMEM;
  }
}
