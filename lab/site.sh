# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# For scripts at the top of the checkout that are root and found a JDK (`jdk`): a client, a gateway and
# the Internet as far as the client knows. `site_up` makes it; it goes away when the script ends.

name=sluice-$$
client=$name-client gateway=$name-gateway origin=$name-origin
dir=$(mktemp -d /tmp/sluice-lab.XXXXXX)

clean_up() {
  trap '' INT TERM
  lab/topology down "$name" || true
  rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

in_namespace() { ip netns exec "$@"; }

wait_for() { # WHAT COMMAND...
  local what=$1
  shift
  for _ in $(seq 300); do
    "$@" >/dev/null 2>&1 && return 0
    sleep 0.1
  done
  echo "$what did not come up" >&2
  return 1
}

listens() { # NAMESPACE PORT
  [ -n "$(in_namespace "$1" ss -Hltn "sport = :$2")" ]
}

start_origin() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=Sluice lab" \
    -addext "subjectAltName=DNS:google.com,DNS:*.google.com,DNS:www.naver.com" \
    -keyout "$dir/key.pem" -out "$dir/lab.pem" 2>/dev/null
  openssl pkcs12 -export -in "$dir/lab.pem" -inkey "$dir/key.pem" -passout pass:lab -out "$dir/lab.p12"
  in_namespace "$origin" "${jdk:?}/bin/java" -XX:TieredStopAtLevel=1 -Xmx64m lab/Origin.java "$dir/lab.p12" lab \
    >"$dir/origin.log" 2>&1 &
  ip -n "$origin" address add 203.0.113.53/32 dev lo
  in_namespace "$origin" dnsmasq --conf-file=/dev/null --no-resolv --no-hosts --user=root --pid-file= \
    --keep-in-foreground --bind-interfaces --listen-address=203.0.113.53 \
    --address=/google.com/203.0.113.10 --address=/www.google.com/203.0.113.11 \
    --address=/docs.google.com/203.0.113.12 --address=/www.naver.com/203.0.113.20 \
    --address=/example.com/203.0.113.30 >"$dir/dnsmasq.log" 2>&1 &
}

start_gateway() { # CONFIGURATION
  for ns in "$client" "$gateway"; do
    mkdir -p "/etc/netns/$ns"
    echo "nameserver 203.0.113.53" >"/etc/netns/$ns/resolv.conf"
  done
  { cat config/nat.conf && echo 'INSIDE=inside' && echo 'PASS="udp/53@203.0.113.53"'; } >"$dir/nat.conf"
  in_namespace "$gateway" systemd/sluice-nat up --config "$dir/nat.conf"
  in_namespace "$gateway" env STATE_DIRECTORY="$dir/state" bin/sluice run --config "$1" \
    >"$dir/sluice.log" 2>"$dir/sluice.err" &
}

site_up() { # CONFIGURATION
  lab/topology up "$name"
  start_origin
  start_gateway "$1"
  wait_for "The origin" listens "$origin" 443 || { cat "$dir/origin.log" >&2; exit 1; }
  wait_for "Sluice" listens "$gateway" 3129 || { cat "$dir/sluice.log" "$dir/sluice.err" >&2; exit 1; }
}
