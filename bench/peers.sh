# SPDX-License-Identifier: Apache-2.0
#
# How bench/run starts each gateway: names below .allowed.test pass, on 3443 by SNI and on 3080 by Host.
# $work is a scratch folder, in_gw runs a command in the gateway's namespace on its core.

peer_sluice() {
  cat >"$work/policy.yaml" <<C
mode: whitelist
rules:
  - hosts: ["*.allowed.test"]
C
  cat >"$work/sluice.yaml" <<C
gateway: bench
policy: $work/policy.yaml
state: $work/state
listen: {ports: [3443, 3080]}
logs: {outputs: [{file: $work/log/flow.log}]}
C
  in_gw bin/sluice run --config "$work/sluice.yaml"
}

haproxy_with() { # GLOBAL LINES
  cat >"$work/haproxy.cfg" <<C
global
  nbthread 1
  maxconn 9200
  maxpipes 600
  log stdout format raw local0
  $1
defaults
  mode tcp
  log global
  option tcplog
  option splice-auto
  timeout connect 5s
  timeout client 300s
  timeout server 300s
  backlog 16384
frontend tls
  bind :3443
  tcp-request inspect-delay 5s
  tcp-request content accept if { req.ssl_sni,lower -m end .allowed.test }
  tcp-request content reject if { req.ssl_hello_type 1 }
  tcp-request content reject if WAIT_END
  default_backend original
frontend http
  mode http
  option httplog
  bind :3080
  http-request reject unless { req.hdr(host),lower -m end .allowed.test }
  default_backend original_http
backend original
  server s 0.0.0.0:0
backend original_http
  mode http
  server s 0.0.0.0:0
C
  in_gw haproxy -db -f "$work/haproxy.cfg"
}
peer_haproxy() { haproxy_with ""; }
peer_haproxy_tuned() { haproxy_with "tune.bufsize 262144"; }

nginx_with() { # STREAM LINES
  mkdir -p "$work/tmp"
  cat >"$work/nginx.conf" <<C
load_module /usr/lib/nginx/modules/ngx_stream_module.so;
daemon off; worker_processes 1; worker_rlimit_nofile 20000; user root;
pid $work/nginx.pid; error_log $work/nginx.err crit;
events { worker_connections 19900; multi_accept on; }
stream {
  log_format line '\$remote_addr \$ssl_preread_server_name \$status \$bytes_sent \$session_time';
  access_log $work/nginx.log line buffer=64k flush=1s;
  resolver 192.0.2.2 valid=300s ipv6=off;
  map \$ssl_preread_server_name \$ok { hostnames; default 0; .allowed.test 1; }
  map \$ok \$target { 1 \$ssl_preread_server_name:443; default ""; }
  server { listen 3443 backlog=16384; ssl_preread on; proxy_timeout 300s; $1 proxy_pass \$target; }
}
http {
  access_log $work/nginx-http.log combined buffer=64k flush=1s;
  resolver 192.0.2.2 valid=300s ipv6=off;
  client_body_temp_path $work/tmp; proxy_temp_path $work/tmp; fastcgi_temp_path $work/tmp;
  uwsgi_temp_path $work/tmp; scgi_temp_path $work/tmp;
  map \$host \$ok { hostnames; default 0; .allowed.test 1; }
  server {
    listen 3080 backlog=16384;
    keepalive_requests 10000000;
    location / {
      if (\$ok = 0) { return 444; }
      proxy_http_version 1.1; proxy_set_header Host \$host; proxy_pass http://\$host:80;
    }
  }
}
C
  in_gw nginx -c "$work/nginx.conf"
}
peer_nginx() { nginx_with ""; }
peer_nginx_tuned() { nginx_with "proxy_buffer_size 256k;"; }
