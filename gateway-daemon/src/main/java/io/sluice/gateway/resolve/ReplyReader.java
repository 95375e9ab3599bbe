// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.resolve;

import io.netty.buffer.ByteBufHolder;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.sluice.policy.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A DNS response to an [Outcome]. Total: what cannot be read is a failure.
final class ReplyReader {
  /// Names that may stand between a name and its addresses.
  static final int CHAIN = 8;

  private static final long LONGEST_TTL = Integer.MAX_VALUE;

  private final DnsResponse response;
  private final DnsRecordType type;
  private String name;
  private long ttl = LONGEST_TTL;

  private ReplyReader(DnsResponse response, String name, DnsRecordType type) {
    this.response = response;
    this.type = type;
    this.name = name;
  }

  /// @param name the name asked for, with a final dot
  /// @param type A or AAAA
  static Outcome read(DnsResponse response, String name, DnsRecordType type) {
    try {
      return new ReplyReader(response, name, type).read();
    } catch (RuntimeException e) {
      return Outcome.FAILED;
    }
  }

  private Outcome read() {
    if (response.code().equals(DnsResponseCode.NXDOMAIN)) {
      return nothing();
    }
    if (!response.code().equals(DnsResponseCode.NOERROR)) {
      return Outcome.FAILED;
    }
    int aliases = followAliases();
    var addresses = addresses();
    if (!addresses.isEmpty()) {
      return new Outcome.Found(addresses, ttl);
    }
    if (response.isTruncated() || isReferral()) {
      return Outcome.FAILED;
    }
    return aliases > 0 && !hasSoa() ? new Outcome.Alias(name, ttl) : nothing();
  }

  /// Goes to the end of the chain of CNAME records; returns how many there were.
  private int followAliases() {
    for (int hops = 0; hops < CHAIN; hops++) {
      var alias = alias();
      if (alias == null) {
        return hops;
      }
      name = target(alias);
      lower(alias);
    }
    throw new IllegalArgumentException("the chain of names is too long");
  }

  private @Nullable DnsRecord alias() {
    for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
      DnsRecord found = response.recordAt(DnsSection.ANSWER, i);
      if (isOf(found, DnsRecordType.CNAME)) {
        return found;
      }
    }
    return null;
  }

  private List<Address> addresses() {
    var addresses = new ArrayList<Address>();
    int length = type.equals(DnsRecordType.A) ? 4 : 16;
    for (int i = 0; i < response.count(DnsSection.ANSWER) && addresses.size() < Seen.LIMIT; i++) {
      DnsRecord found = response.recordAt(DnsSection.ANSWER, i);
      if (isOf(found, type)
          && found instanceof ByteBufHolder raw
          && raw.content().readableBytes() == length) {
        var content = raw.content();
        int at = content.readerIndex();
        var address =
            length == 4
                ? Address.v4(content.getInt(at))
                : new Address(content.getLong(at), content.getLong(at + 8));
        if (!addresses.contains(address)) {
          addresses.add(address);
        }
        lower(found);
      }
    }
    return List.copyOf(addresses);
  }

  private boolean isOf(DnsRecord found, DnsRecordType wanted) {
    return found.type().equals(wanted)
        && found.dnsClass() == DnsRecord.CLASS_IN
        && found.name().equalsIgnoreCase(name);
  }

  private static String target(DnsRecord alias) {
    var content = ((ByteBufHolder) alias).content().duplicate();
    return DefaultDnsRecordDecoder.decodeName(content).toLowerCase(Locale.ROOT);
  }

  /// RFC 2181 section 8: a TTL of more than 31 bits counts as zero.
  private void lower(DnsRecord found) {
    ttl = Math.min(ttl, found.timeToLive() > LONGEST_TTL ? 0 : found.timeToLive());
  }

  /// RFC 2308 section 5: how long it holds is the lower of the TTL of the SOA record and its last
  /// field.
  private Outcome nothing() {
    long life = 0;
    for (int i = 0; i < response.count(DnsSection.AUTHORITY); i++) {
      DnsRecord found = response.recordAt(DnsSection.AUTHORITY, i);
      if (found.type().equals(DnsRecordType.SOA) && found instanceof ByteBufHolder raw) {
        var content = raw.content();
        int minimum = content.writerIndex() - 4;
        life =
            minimum < content.readerIndex()
                ? 0
                : Math.min(found.timeToLive(), content.getUnsignedInt(minimum));
      }
    }
    return new Outcome.Nothing(Math.min(ttl, life));
  }

  private boolean hasSoa() {
    return hasAuthority(DnsRecordType.SOA);
  }

  /// A server that is no resolver and points to others.
  private boolean isReferral() {
    return !response.isAuthoritativeAnswer() && hasAuthority(DnsRecordType.NS) && !hasSoa();
  }

  private boolean hasAuthority(DnsRecordType wanted) {
    for (int i = 0; i < response.count(DnsSection.AUTHORITY); i++) {
      DnsRecord found = response.recordAt(DnsSection.AUTHORITY, i);
      if (found.type().equals(wanted)) {
        return true;
      }
    }
    return false;
  }
}
