#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Plugs Sluice into the black-box attack kit: attack.py --run --adapter lab/attack-adapter.sh.
# KIT names the kit's folder (default: ../shared/attack beside the checkout).
# shellcheck disable=SC2034 # NAME is read by the kit
NAME=sluice
root=$(dirname "$(dirname "$(readlink -f "$0")")")
kit=${KIT:-$root/../shared/attack}

policy_file() { echo "$RUN/policy.yaml"; }

# TLS on its port and HTTP on its own: the kit's policy wants no protocol on the other's.
write_conf() {
  local name protocol port
  {
    echo "mode: whitelist"
    if [ $# = 0 ]; then
      echo "rules: []"
    else
      echo "rules:"
      for protocol in tls:443 http:80; do
        port=${protocol#*:}
        echo "  - protocol: ${protocol%:*}"
        echo "    ports: [$port]"
        echo "    hosts:"
        for name in "$@"; do
          case $name in
            \**) echo "      - '$name'" ;;
            *) echo "      - '=$name'" ;;
          esac
        done
      done
    fi
  } >"$RUN/policy.yaml.new"
  mv "$RUN/policy.yaml.new" "$(policy_file)"
  cat >"$CONF" <<C
gateway: kit
policy: $(policy_file)
state: $RUN/state
listen: {ports: [$TLS_PORT, $HTTP_PORT]}
timeouts: {drain: 5s}
logs: {outputs: [{file: $LOG}]}
C
}

# setsid and not nohup: that would leave SIGHUP ignored, and a JVM respects it.
launch() {
  setsid ip netns exec "$GNS" env SLUICE_HEAP=64m SLUICE_JAVA_OPTS=-XX:+AlwaysPreTouch \
    "$root/bin/sluice" run --config "$CONF" >>"$RUN/out" 2>&1 </dev/null &
  echo $! >"$PIDF"
}

reload_cmd() { kill -HUP "$(cat "$PIDF")"; }

metrics_cmd() { ip netns exec "$GNS" curl -s http://127.0.0.1:9190/metrics; }

# shellcheck disable=SC1091
. "$kit/peers/common.sh"
