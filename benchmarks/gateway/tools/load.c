/* How many requests does a server answer, and how fast? A closed loop: each connection asks again once it is answered.
 *
 *   load PORT CONNECTIONS SECONDS REQUESTS FILE PATH [HEADER ...]
 *
 * Asks no more after SECONDS or REQUESTS answers, whichever comes first (0: no limit on requests), and waits for the answers that are
 * under way, so that what the server has spent can be divided by what it has answered. FILE is the body of each POST.
 * Prints one line of JSON. Latencies are in microseconds; `first_*` is the time to the first event ("data:") or body byte.
 * `answered` and `events` count everything that has come, finished or not; latencies and rate are those of the answers that end after the first tenth of the time and before its end.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 2 << 20, MAX_CONNECTIONS = 1024, MAX_FAILED = 1000, WAIT_FOR_LAST_S = 30 };

typedef struct {
    int fd, status, is_chunked, has_head, closes, is_idle;
    long content_length;
    char *in;
    size_t in_len, body_at, counted_to;
    uint64_t asked_at, first_at;
} conn;

typedef struct { uint32_t *us; size_t n, cap; } samples;

static int epoll_fd, port;
static char *request;
static size_t request_len;
static samples first, total;
static long answered, failed, events, reconnected, in_window, events_in_window;
static uint64_t window_from;
static int is_over, under_way;

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000ull + (uint64_t)t.tv_nsec;
}

static void die(const char *why) { perror(why); exit(1); }

static void add(samples *s, uint64_t ns) {
    if (s->n == s->cap) {
        s->cap = s->cap ? s->cap * 2 : 65536;
        if (!(s->us = realloc(s->us, s->cap * sizeof *s->us))) die("load");
    }
    uint64_t us = ns / 100; /* tenths */
    s->us[s->n++] = us > UINT32_MAX ? UINT32_MAX : (uint32_t)us;
}

static int by_size(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static double quantile(const samples *s, double p) {
    return s->n ? s->us[(size_t)(p * (double)(s->n - 1) + 0.5)] / 10.0 : 0;
}

/* -- connections ------------------------------------------------------------------------------------------------- */

static void connect_it(conn *c) {
    int one = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(c->fd, (void *)&address, sizeof address)) die("load: connect");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, c->fd, &e);
}

static void reconnect(conn *c) {
    close(c->fd);
    reconnected++;
    connect_it(c);
}

static void ask(conn *c) {
    c->in_len = c->body_at = c->counted_to = 0;
    c->status = c->is_chunked = c->has_head = c->closes = 0;
    c->content_length = -1;
    c->first_at = 0;
    c->asked_at = now_ns();
    under_way++;
    for (size_t sent = 0; sent < request_len;) {
        ssize_t n = send(c->fd, request + sent, request_len - sent, MSG_NOSIGNAL);
        if (n < 0) { reconnect(c); sent = 0; continue; }
        sent += (size_t)n;
    }
}

static void finish(conn *c, int is_whole) {
    uint64_t now = now_ns();
    if (!is_whole || c->status != 200) {
        failed++;
    } else {
        answered++;
        if (now >= window_from && !is_over) {
            in_window++;
            add(&first, (c->first_at ? c->first_at : now) - c->asked_at);
            add(&total, now - c->asked_at);
        }
    }
    under_way--;
    if (is_over) { c->is_idle = 1; return; }
    if (!is_whole || c->closes) reconnect(c);
    ask(c);
}

/* -- answers ----------------------------------------------------------------------------------------------------- */

static int read_head(conn *c) {
    char *end = memmem(c->in, c->in_len, "\r\n\r\n", 4);
    if (!end) return 0;
    *end = 0;
    char *length = strcasestr(c->in, "\r\ncontent-length:");
    c->status = atoi(c->in + 9);
    c->content_length = length ? atol(length + 17) : -1;
    c->is_chunked = strcasestr(c->in, "\r\ntransfer-encoding: chunked") != NULL;
    c->closes = strcasestr(c->in, "\r\nconnection: close") != NULL;
    *end = '\r';
    c->body_at = c->counted_to = (size_t)(end - c->in) + 4;
    return c->has_head = 1;
}

static void count_events(conn *c) { /* "data:" at the start of what has not been looked at; a split one is found next time */
    char *from = c->in + c->counted_to, *stop = c->in + c->in_len, *hit;
    while ((hit = memmem(from, (size_t)(stop - from), "data:", 5))) {
        if (!c->first_at) c->first_at = now_ns();
        events++;
        if (!is_over && now_ns() >= window_from) events_in_window++;
        from = hit + 5;
    }
    char *rest = stop - from > 4 ? stop - 4 : from;
    c->counted_to = (size_t)(rest - c->in);
}

static int is_complete(conn *c) {
    size_t body = c->in_len - c->body_at;
    if (c->content_length >= 0) return body >= (size_t)c->content_length;
    return c->is_chunked && body >= 5 && !memcmp(c->in + c->in_len - 5, "0\r\n\r\n", 5);
}

static void read_more(conn *c) {
    if (c->is_idle) { /* closed by the server, or said something unasked, after its last answer */
        epoll_ctl(epoll_fd, EPOLL_CTL_DEL, c->fd, NULL);
        return;
    }
    if (c->in_len >= BUFFER) { finish(c, 0); return; }
    ssize_t n = recv(c->fd, c->in + c->in_len, BUFFER - c->in_len, 0);
    if (n <= 0) { finish(c, c->has_head && c->content_length < 0 && !c->is_chunked); return; }
    c->in_len += (size_t)n;
    c->in[c->in_len] = 0;
    if (!c->has_head && !read_head(c)) return;
    count_events(c);
    if (!c->first_at && c->in_len > c->body_at && c->content_length >= 0) c->first_at = now_ns();
    if (is_complete(c)) finish(c, 1);
}

static void turn(void) {
    struct epoll_event ready[256];
    int n = epoll_wait(epoll_fd, ready, 256, 100);
    for (int i = 0; i < n; i++) read_more(ready[i].data.ptr);
}

/* -- the run ----------------------------------------------------------------------------------------------------- */

static void make_request(char **argv, int argc) {
    FILE *file = fopen(argv[5], "rb");
    if (!file) die(argv[5]);
    char *body = malloc(BUFFER);
    size_t n = fread(body, 1, BUFFER, file), room = n + 65536;
    fclose(file);
    request = malloc(room);
    int at = snprintf(request, room, "POST %s HTTP/1.1\r\nhost: 127.0.0.1:%d\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n", argv[6], port, n);
    for (int i = 7; i < argc; i++) at += snprintf(request + at, room - (size_t)at - n, "%s\r\n", argv[i]);
    memcpy(request + at, "\r\n", 2);
    memcpy(request + at + 2, body, n);
    request_len = (size_t)at + 2 + n;
    free(body);
}

int main(int argc, char **argv) {
    if (argc < 7) { fputs("usage: load PORT CONNECTIONS SECONDS REQUESTS FILE PATH [HEADER ...]\n", stderr); return 2; }
    port = atoi(argv[1]);
    int connections = atoi(argv[2]);
    double seconds = atof(argv[3]);
    long enough = atol(argv[4]);
    if (connections < 1 || connections > MAX_CONNECTIONS) { fputs("load: 1 to 1024 connections\n", stderr); return 2; }
    make_request(argv, argc);
    epoll_fd = epoll_create1(0);
    static conn all[MAX_CONNECTIONS];
    for (int i = 0; i < connections; i++) { all[i].in = malloc(BUFFER + 1); connect_it(&all[i]); }
    uint64_t began = now_ns(), end = began + (uint64_t)(seconds * 1e9), now;
    window_from = began + (uint64_t)(seconds * 1e8);
    if (enough) window_from = began;
    for (int i = 0; i < connections; i++) ask(&all[i]);
    while ((now = now_ns()) < end && (!enough || answered < enough) && failed < MAX_FAILED) turn();
    is_over = 1;
    for (uint64_t last = now + WAIT_FOR_LAST_S * 1000000000ull; under_way > 0 && now_ns() < last;) turn();
    failed += under_way;
    double window = (double)(now - window_from) / 1e9;
    qsort(first.us, first.n, sizeof *first.us, by_size);
    qsort(total.us, total.n, sizeof *total.us, by_size);
    printf("{\"answered\":%ld,\"failed\":%ld,\"reconnected\":%ld,\"events\":%ld,\"seconds\":%.3f,\"per_second\":%.1f,\"events_per_second\":%.1f,"
           "\"first_p50\":%.1f,\"first_p99\":%.1f,\"total_p50\":%.1f,\"total_p99\":%.1f}\n",
           answered, failed, reconnected, events, (double)(now - began) / 1e9, (double)in_window / window, (double)events_in_window / window,
           quantile(&first, .5), quantile(&first, .99), quantile(&total, .5), quantile(&total, .99));
}
