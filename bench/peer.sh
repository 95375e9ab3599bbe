# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154 # variables are the bench's, read or set there
#
# Sluice for the side-by-side bench that lives beside the project; bench/compare puts it in place.
# SLUICE names the checkout, SLUICE_WARMUP the seconds of warm-up: slow machines need more than 8.
PEER_DESC="Sluice, original destination, one log line a connection"
PEER_VERSION="$("${SLUICE:?}"/bin/sluice version 2>/dev/null | head -n 1)"
PEER_LOG=1
PEER_WARMUP=${SLUICE_WARMUP:-8}
peer_start() {
  {
    echo "mode: whitelist"
    echo "rules:"
    echo "  - hosts: ['*.allowed.test']"
    if [ -n "$1" ]; then
      cp "$1" "$RD/names.txt"
      echo "  - hosts_file: names.txt"
      echo "    match: exact"
    fi
  } >"$RD/policy.yaml"
  cat >"$RD/sluice.yaml" <<C
gateway: bench
state: $RD/state/${1:+scale}
policy: $RD/policy.yaml
listen: {ports: [$PEER_PORT_TLS, $PEER_PORT_HTTP]}
logs: {outputs: [{file: $RD/log/flow.log}]}
C
  gw "$SLUICE/bin/sluice" run --config "$RD/sluice.yaml" &
}
