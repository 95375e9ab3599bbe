// SPDX-License-Identifier: Apache-2.0
//
// load: clients and origin for measuring a transparent gateway. One thread, epoll.
//
//   load origin PORT...                    answers until killed
//   load conn  [options]                   closed loop: connect, hello, one byte back, close
//   load deny  [options]                   closed loop: connect, hello, wait for the gateway's end
//   load rate  [options]                   open loop at --rate, latency from the scheduled time
//   load bulk  [options] [--up]            endless transfers on --conc flows
//   load idle  [options]                   opens --conc flows, holds them, reports, waits for a signal
//   load http  [options]                   keep-alive requests, one after the other on --conc flows
//
// Options: --addr A --addrs N (A and the N-1 addresses behind it, in turn), --port P, --name FORMAT
// (a %d in it is counted up), --plain (HTTP instead of TLS), --conc N, --rate N, --time SECONDS,
// --warm SECONDS, --most N (ends when so many are done), --size BYTES of the hello, --pids A,B,C
// (whose CPU time is reported).
//
// What the origin shall do is in the first 8 bytes of the hello's random, or in the request's path:
// R one byte back, D download, U sink.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_FD 65536
#define BLOCK (256 << 10)

enum state { FREE, LISTENING, CONNECTING, WAITING, SENDING, SINKING, SERVING };
struct flow {
  enum state state;
  double since;
  // Which of the names, and of the addresses: the two belong together.
  int number;
};
static struct flow flows[MAX_FD];
static char block[BLOCK];
static int ep;

static const char *addr = "192.0.2.10", *name = "h%d.allowed.test", *pids = "";
static int addrs = 1, port = 443, conc = 64, size = 517, up, plain;
static double rate = 1000, seconds = 3, warm = 1;
static long done, failed, bytes, started, most;
static char mode = 'R';

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

// ---- ClientHello

static unsigned char *be(unsigned char *p, unsigned v, int n) {
  while (n--) *p++ = v >> (8 * n);
  return p;
}

static int hello(unsigned char *out, const char *host) {
  unsigned char *p = out + 9, *lengths;
  int n = strlen(host);
  p = be(p, 0x0303, 2);
  memset(p, 7, 32), memcpy(p, "load-", 5), p[5] = mode, p += 32;
  *p++ = 32, memset(p, 9, 32), p += 32;
  p = be(p, 6, 2), p = be(p, 0x1301, 2), p = be(p, 0x1302, 2), p = be(p, 0xc02b, 2);
  p = be(p, 0x0100, 2);
  lengths = p, p += 2;
  p = be(p, 0, 2), p = be(p, n + 5, 2), p = be(p, n + 3, 2), *p++ = 0, p = be(p, n, 2);
  memcpy(p, host, n), p += n;
  p = be(p, 10, 2), p = be(p, 4, 2), p = be(p, 2, 2), p = be(p, 29, 2);
  p = be(p, 13, 2), p = be(p, 6, 2), p = be(p, 4, 2), p = be(p, 0x0403, 2), p = be(p, 0x0804, 2);
  p = be(p, 43, 2), p = be(p, 5, 2), *p++ = 4, p = be(p, 0x0304, 2), p = be(p, 0x0303, 2);
  p = be(p, 51, 2), p = be(p, 38, 2), p = be(p, 36, 2), p = be(p, 29, 2), p = be(p, 32, 2);
  memset(p, 5, 32), p += 32;
  int pad = size - (int)(p - out) - 4;
  if (pad > 0) p = be(p, 21, 2), p = be(p, pad, 2), memset(p, 0, pad), p += pad;
  be(lengths, p - lengths - 2, 2);
  be(out, 0x160301, 3), be(out + 3, p - out - 5, 2), out[5] = 1, be(out + 6, p - out - 9, 3);
  return p - out;
}

static int request(unsigned char *out, int number) {
  char host[256];
  snprintf(host, sizeof host, name, number);
  if (!plain) return hello(out, host);
  return sprintf((char *)out, "GET /%c HTTP/1.1\r\nHost: %s\r\n\r\n", mode, host);
}

// ---- sockets

static void watch(int fd, unsigned events) {
  struct epoll_event e = {.events = events, .data.fd = fd};
  if (epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e)) die("epoll_ctl");
}

static void end(int fd) {
  flows[fd].state = FREE;
  close(fd);
}

static int reset_end(int fd) {
  struct linger l = {1, 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &l, sizeof l);
  end(fd);
  return -1;
}

static int dial(double since) {
  int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (fd < 0 || fd >= MAX_FD) die("socket");
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
  int number = started % addrs;
  a.sin_addr.s_addr = htonl(ntohl(inet_addr(addr)) + number);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (connect(fd, (void *)&a, sizeof a) && errno != EINPROGRESS) return failed++, reset_end(fd);
  flows[fd] = (struct flow){CONNECTING, since, number};
  started++;
  watch(fd, EPOLLIN | EPOLLOUT | EPOLLET);
  return fd;
}

// ---- latencies: 5 % wide buckets from 1 us on

static long histogram[400];

static void note(double since) {
  double us = (now() - since) * 1e6;
  int i = us < 1 ? 0 : log(us) / log(1.05);
  histogram[i > 399 ? 399 : i]++;
}

static double quantile(double q) {
  long all = 0, sum = 0;
  for (int i = 0; i < 400; i++) all += histogram[i];
  for (int i = 0; i < 400; i++)
    if ((sum += histogram[i]) >= q * all) return pow(1.05, i + .5);
  return 0;
}

// ---- CPU time of the processes to be measured

static double cpu(void) {
  double sum = 0;
  char list[4096], *save, *word;
  snprintf(list, sizeof list, "%s", pids);
  for (word = strtok_r(list, ",", &save); word; word = strtok_r(0, ",", &save)) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%s/stat", word);
    FILE *f = fopen(path, "r");
    unsigned long u, s;
    if (f && fscanf(f, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &u, &s) == 2)
      sum += (double)(u + s) / sysconf(_SC_CLK_TCK);
    if (f) fclose(f);
  }
  return sum;
}

// ---- origin

static void serve(int fd) {
  struct flow *f = &flows[fd];
  for (;;) {
    if (f->state == SENDING) {
      ssize_t n = send(fd, block, BLOCK, MSG_NOSIGNAL);
      if (n < 0 && errno == EAGAIN) return;
      if (n < 0) return (void)reset_end(fd);
      continue;
    }
    ssize_t n = recv(fd, block, BLOCK, f->state == SINKING ? MSG_TRUNC : 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) return end(fd);
    if (f->state == SINKING) continue;
    int http = block[0] == 'G';
    char what = http ? block[5] : n > 16 ? block[16] : 'R';
    if (what == 'D' || what == 'U') {
      f->state = what == 'D' ? SENDING : SINKING;
      static const char head[] = "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n";
      if (http && send(fd, head, sizeof head - 1, MSG_NOSIGNAL) < 0) return end(fd);
      memset(block, 'x', 64);
    } else if (http) {
      static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
      if (send(fd, answer, sizeof answer - 1, MSG_NOSIGNAL) < 0) return end(fd);
    } else if (send(fd, "!", 1, MSG_NOSIGNAL) < 0) {
      return end(fd);
    }
  }
}

static void origin(int count, char **ports) {
  int one = 1;
  for (int i = 0; i < count; i++) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(atoi(ports[i]))};
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (bind(fd, (void *)&a, sizeof a) || listen(fd, 16384)) die("listen");
    flows[fd].state = LISTENING;
    watch(fd, EPOLLIN);
  }
  for (struct epoll_event e[256];;) {
    int n = epoll_wait(ep, e, 256, -1);
    for (int i = 0; i < n; i++) {
      int fd = e[i].data.fd;
      if (flows[fd].state != LISTENING) {
        if (flows[fd].state != FREE) serve(fd);
        continue;
      }
      int c = accept4(fd, 0, 0, SOCK_NONBLOCK);
      if (c < 0) continue;
      if (c >= MAX_FD) {
        close(c);
        continue;
      }
      flows[c].state = SERVING;
      watch(c, EPOLLIN | EPOLLOUT | EPOLLET);
    }
  }
}

// ---- clients

static int again(int fd, const char *verb) {
  // Closed loops start the next one; open loops and transfers do not.
  if (*verb == 'c' || *verb == 'd') dial(now());
  return fd;
}

static void step(int fd, const char *verb) {
  struct flow *f = &flows[fd];
  unsigned char out[65536];
  if (f->state == CONNECTING) {
    int error = 0;
    socklen_t l = sizeof error;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &l);
    if (error) {
      failed++;
      reset_end(fd);
      again(fd, verb);
      return;
    }
    int n = request(out, f->number);
    if (send(fd, out, n, MSG_NOSIGNAL) != n) return;
    f->state = *verb == 'b' ? (up ? SENDING : SINKING) : WAITING;
  }
  for (;;) {
    if (f->state == SENDING) {
      ssize_t n = send(fd, block, BLOCK, MSG_NOSIGNAL);
      if (n < 0 && errno == EAGAIN) return;
      if (n < 0) return failed++, (void)reset_end(fd);
      bytes += n;
      continue;
    }
    ssize_t n = recv(fd, block, BLOCK, f->state == SINKING ? MSG_TRUNC : 0);
    if (n < 0 && errno == EAGAIN) return;
    if (f->state == SINKING && n > 0) {
      bytes += n;
      continue;
    }
    if (*verb == 'd') {
      n <= 0 ? done++ : failed++;
      note(f->since);
      end(fd);
      again(fd, verb);
      return;
    }
    if (n <= 0) {
      failed++;
      end(fd);
      again(fd, verb);
      return;
    }
    done++;
    note(f->since);
    if (*verb == 'h') {
      f->since = now();
      int m = request(out, f->number);
      if (send(fd, out, m, MSG_NOSIGNAL) != m) failed++;
      continue;
    }
    if (*verb == 'i') return;
    end(fd);
    again(fd, verb);
    return;
  }
}

static void client(const char *verb) {
  double begin = now(), measured = 0, from_cpu = 0, next = begin;
  if (*verb == 'b') mode = up ? 'U' : 'D';
  long opened = 0;
  for (struct epoll_event e[256];;) {
    double t = now();
    if (!measured && t >= begin + warm && *verb != 'i') {
      measured = t, from_cpu = cpu(), done = failed = bytes = 0;
      memset(histogram, 0, sizeof histogram);
    }
    if (measured && t >= measured + seconds) break;
    if (most && done >= most) break;
    // Nobody listens yet: no hurry that takes the processor from who is starting.
    if (most && failed) failed = 0, usleep(2000);
    if (*verb == 'r') {
      for (; next <= t; next += 1 / rate) dial(next);
    } else {
      // In steps, so that no backlog overflows.
      for (int i = 0; i < 50 && opened < conc; i++, opened++) dial(t);
    }
    if (*verb == 'i' && done + failed >= conc) break;
    int n = epoll_wait(ep, e, 256, *verb == 'r' ? 0 : 1);
    for (int i = 0; i < n; i++)
      if (flows[e[i].data.fd].state != FREE) step(e[i].data.fd, verb);
  }
  double took = now() - measured, used = cpu() - from_cpu;
  printf("{\"verb\":\"%s\",\"done\":%ld,\"failed\":%ld,", verb, done, failed);
  if (*verb == 'b')
    printf("\"gbit\":%.3f,\"cpu_s_per_gib\":%.4f", bytes * 8e-9 / took,
           used / (bytes / 1073741824. + 1e-9));
  else if (*verb != 'i')
    printf("\"per_s\":%.0f,\"cpu_us\":%.2f,\"p50\":%.0f,\"p99\":%.0f,\"p999\":%.0f", done / took,
           used * 1e6 / (done + 1e-9), quantile(.5), quantile(.99), quantile(.999));
  else
    printf("\"open\":%ld", done);
  printf("}\n");
  fflush(stdout);
  if (*verb == 'i') pause();
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: load origin PORT... | conn | deny | rate | bulk | idle | http [options]\n");
    return 2;
  }
  struct rlimit r;
  getrlimit(RLIMIT_NOFILE, &r), r.rlim_cur = r.rlim_max, setrlimit(RLIMIT_NOFILE, &r);
  signal(SIGPIPE, SIG_IGN);
  ep = epoll_create1(0);
  if (!strcmp(argv[1], "origin")) origin(argc - 2, argv + 2);
  for (int i = 2; i < argc; i++) {
    char *o = argv[i];
    if (!strcmp(o, "--up")) { up = 1; continue; }
    if (!strcmp(o, "--plain")) { plain = 1; continue; }
    if (i + 1 == argc) return fprintf(stderr, "%s needs a value\n", o), 2;
    char *v = argv[++i];
    if (!strcmp(o, "--addr")) addr = v;
    else if (!strcmp(o, "--addrs")) addrs = atoi(v);
    else if (!strcmp(o, "--port")) port = atoi(v);
    else if (!strcmp(o, "--name")) name = v;
    else if (!strcmp(o, "--conc")) conc = atoi(v);
    else if (!strcmp(o, "--rate")) rate = atof(v);
    else if (!strcmp(o, "--time")) seconds = atof(v);
    else if (!strcmp(o, "--warm")) warm = atof(v);
    else if (!strcmp(o, "--most")) most = atol(v);
    else if (!strcmp(o, "--size")) size = atoi(v);
    else if (!strcmp(o, "--pids")) pids = v;
    else return fprintf(stderr, "no option %s\n", o), 2;
  }
  client(argv[1]);
  return 0;
}
