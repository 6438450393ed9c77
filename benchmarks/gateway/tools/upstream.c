/* What answers like OpenAI's chat endpoint, costs next to nothing, and can be asked what it has received?
 *
 *   upstream          listens on a free port of 127.0.0.1 and prints it; one thread, epoll, HTTP/1.1 keep-alive
 *
 *   POST anything           a chat completion; with "stream":true in the body, server-sent events
 *   GET  /bench/pace/G/N    from now on, streams have N events, G microseconds apart (0: as fast as they go)
 *   GET  /bench/last        the body of the last POST
 *   GET  anything           a list of models
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
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

enum { MAX_REQUEST = 4 << 20, MAX_EVENTS_PER_STREAM = 5000, MAX_EVENT = 1024 };

typedef struct conn {
    int fd;
    char *in, *out;            /* read and not yet answered; to be written */
    size_t in_len, in_cap, out_len, out_cap, out_at;
    int next_event;            /* of the stream being sent; -1: none */
    uint64_t next_event_at;
    struct conn *next, *prev;  /* among those with a stream */
} conn;

static int epoll_fd;
static conn streams = {.next = &streams, .prev = &streams};
static uint64_t gap_us = 0;
static int events_per_stream = 50;
static char *last_body;
static size_t last_body_len;
static char event_text[MAX_EVENTS_PER_STREAM][MAX_EVENT];
static int event_len[MAX_EVENTS_PER_STREAM];

static const char COMPLETION[] =
    "{\"id\":\"chatcmpl-BenchBenchBenchBenchBenchBe\",\"object\":\"chat.completion\",\"created\":1760000000,"
    "\"model\":\"gpt-4o-2024-08-06\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
    "\"The parcel has left the depot and is due on Thursday before noon. Should nobody be at home, the driver leaves a card "
    "and brings it again on Friday. You can also choose a shop nearby where it waits for you for ten days.\","
    "\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":210,"
    "\"completion_tokens\":51,\"total_tokens\":261,\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
    "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0,\"accepted_prediction_tokens\":0,"
    "\"rejected_prediction_tokens\":0}},\"service_tier\":\"default\",\"system_fingerprint\":\"fp_bench00000\"}";
static const char MODELS[] =
    "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-4o\",\"object\":\"model\",\"created\":1,\"owned_by\":\"bench\"}]}";

static uint64_t now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static void *must(void *memory) {
    if (!memory) { fputs("upstream: out of memory\n", stderr); exit(1); }
    return memory;
}

/* -- writing ----------------------------------------------------------------------------------------------------- */

static void put(conn *c, const void *bytes, size_t n) {
    if (c->out_len + n > c->out_cap) {
        c->out_cap = (c->out_len + n) * 2;
        c->out = must(realloc(c->out, c->out_cap));
    }
    memcpy(c->out + c->out_len, bytes, n);
    c->out_len += n;
}

static void want(conn *c, uint32_t what) {
    struct epoll_event e = {.events = what, .data.ptr = c};
    epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c->fd, &e);
}

static int flush(conn *c) { /* -1: the peer is gone */
    while (c->out_at < c->out_len) {
        ssize_t n = send(c->fd, c->out + c->out_at, c->out_len - c->out_at, MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN) { want(c, EPOLLIN | EPOLLOUT); return 0; }
        if (n < 0) return -1;
        c->out_at += (size_t)n;
    }
    if (c->out_at) want(c, EPOLLIN);
    c->out_at = c->out_len = 0;
    return 0;
}

static void put_answer(conn *c, const char *type, const char *body, size_t n) {
    char head[256];
    int head_len = snprintf(head, sizeof head,
        "HTTP/1.1 200 OK\r\ncontent-type: %s\r\nx-request-id: req_bench\r\ncontent-length: %zu\r\n\r\n", type, n);
    put(c, head, (size_t)head_len);
    put(c, body, n);
}

/* -- streams ----------------------------------------------------------------------------------------------------- */

static void put_chunk(conn *c, const char *text, size_t n) {
    char size[16];
    put(c, size, (size_t)sprintf(size, "%zx\r\n", n));
    put(c, text, n);
    put(c, "\r\n", 2);
}

static void make_events(void) {
    for (int i = 0; i < events_per_stream; i++) {
        char delta[64];
        int is_last = i == events_per_stream - 1;
        if (i == 0) strcpy(delta, "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}");
        else if (is_last) strcpy(delta, "{}");
        else sprintf(delta, "{\"content\":\" word%d\"}", i);
        event_len[i] = snprintf(event_text[i], MAX_EVENT,
            "data: {\"id\":\"chatcmpl-BenchBenchBenchBenchBenchBe\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"
            "\"model\":\"gpt-4o-2024-08-06\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_bench00000\",\"choices\":[{"
            "\"index\":0,\"delta\":%s,\"logprobs\":null,\"finish_reason\":%s}]}\n\n", delta, is_last ? "\"stop\"" : "null");
    }
}

static void begin_stream(conn *c) {
    static const char HEAD[] = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ncache-control: no-cache\r\n"
                               "x-request-id: req_bench\r\ntransfer-encoding: chunked\r\n\r\n";
    put(c, HEAD, sizeof HEAD - 1);
    c->next_event = 0;
    c->next_event_at = 0;
    c->next = streams.next; c->prev = &streams;
    streams.next->prev = c; streams.next = c;
}

static void end_stream(conn *c) {
    c->next->prev = c->prev; c->prev->next = c->next;
    c->next_event = -1;
}

static int advance_stream(conn *c, uint64_t now) { /* one event; 1: that was the last, -1: the peer is gone */
    if (c->out_at < c->out_len) return flush(c); /* the reader is slow: wait for it */
    int i = c->next_event++;
    put_chunk(c, event_text[i], (size_t)event_len[i]);
    if (c->next_event_at == 0) c->next_event_at = now;
    c->next_event_at += gap_us;
    int is_last = c->next_event >= events_per_stream;
    if (is_last) {
        put_chunk(c, "data: [DONE]\n\n", 14);
        put(c, "0\r\n\r\n", 5);
    }
    return flush(c) < 0 ? -1 : is_last;
}

/* -- requests ---------------------------------------------------------------------------------------------------- */

static void close_conn(conn *c) {
    if (c->next_event >= 0) end_stream(c);
    close(c->fd);
    free(c->in); free(c->out); free(c);
}

/* The length of the request at the start of the buffer, or 0 when it is not complete. A chunked body is joined in place. */
static size_t whole_request(conn *c, char **body, size_t *body_len) {
    c->in[c->in_len] = 0;
    char *end = memmem(c->in, c->in_len, "\r\n\r\n", 4);
    if (!end) return 0;
    *end = 0;
    char *length = strcasestr(c->in, "\r\ncontent-length:"), *coding = strcasestr(c->in, "\r\ntransfer-encoding:");
    *end = '\r';
    *body = end + 4;
    *body_len = 0;
    if (!coding) {
        if (length) *body_len = strtoul(length + 17, NULL, 10);
        size_t total = (size_t)(*body - c->in) + *body_len;
        return total <= c->in_len ? total : 0;
    }
    char *at = *body, *stop = c->in + c->in_len; /* first pass: is the last chunk here? */
    for (;;) {
        char *eol = memmem(at, (size_t)(stop - at), "\r\n", 2);
        if (!eol) return 0;
        size_t n = strtoul(at, NULL, 16);
        if ((size_t)(stop - eol) < n + 4) return 0;
        at = eol + 2 + n + 2;
        if (n == 0) break;
    }
    char *to = *body;
    for (char *from = *body;;) {
        size_t n = strtoul(from, NULL, 16);
        if (n == 0) break;
        from = (char *)memmem(from, (size_t)(stop - from), "\r\n", 2) + 2;
        memmove(to, from, n);
        to += n; from += n + 2;
    }
    *body_len = (size_t)(to - *body);
    return (size_t)(at - c->in);
}

static void answer_get(conn *c) {
    unsigned long gap, events;
    if (sscanf(c->in, "GET /bench/pace/%lu/%lu ", &gap, &events) == 2 && events >= 2 && events <= MAX_EVENTS_PER_STREAM) {
        gap_us = gap;
        events_per_stream = (int)events;
        make_events();
        put_answer(c, "text/plain", "ok", 2);
    } else if (!strncmp(c->in, "GET /bench/last ", 16)) {
        put_answer(c, "application/octet-stream", last_body ? last_body : "", last_body_len);
    } else {
        put_answer(c, "application/json", MODELS, sizeof MODELS - 1);
    }
}

static void answer_post(conn *c, const char *body, size_t n) {
    last_body = must(realloc(last_body, n + 1));
    memcpy(last_body, body, n);
    last_body_len = n;
    if (memmem(body, n, "\"stream\":true", 13) || memmem(body, n, "\"stream\": true", 14)) begin_stream(c);
    else put_answer(c, "application/json", COMPLETION, sizeof COMPLETION - 1);
}

static int answer_all(conn *c) { /* -1: the peer is gone */
    char *body;
    size_t body_len, total;
    while (c->next_event < 0 && (total = whole_request(c, &body, &body_len))) {
        if (!strncmp(c->in, "GET ", 4)) answer_get(c);
        else answer_post(c, body, body_len);
        memmove(c->in, c->in + total, c->in_len - total);
        c->in_len -= total;
    }
    return flush(c);
}

static int read_more(conn *c) { /* -1: the peer is gone */
    if (c->in_cap - c->in_len < 65536) {
        if (c->in_cap >= MAX_REQUEST) return -1;
        c->in_cap = c->in_cap ? c->in_cap * 2 : 131072;
        c->in = must(realloc(c->in, c->in_cap + 1));
    }
    ssize_t n = recv(c->fd, c->in + c->in_len, c->in_cap - c->in_len, 0);
    if (n == 0 || (n < 0 && errno != EAGAIN)) return -1;
    if (n > 0) c->in_len += (size_t)n;
    return answer_all(c);
}

static void accept_all(int listener) {
    int fd, one = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        conn *c = must(calloc(1, sizeof *c));
        c->fd = fd;
        c->next_event = -1;
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &e);
    }
}

static void serve(int listener) {
    for (;;) {
        struct timespec wait, *until = NULL;
        if (streams.next != &streams) {
            uint64_t soonest = UINT64_MAX, now = now_us();
            for (conn *c = streams.next; c != &streams; c = c->next)
                if (c->out_at == c->out_len && c->next_event_at < soonest) soonest = c->next_event_at;
            if (soonest != UINT64_MAX) {
                uint64_t us = soonest > now ? soonest - now : 0;
                wait.tv_sec = (time_t)(us / 1000000);
                wait.tv_nsec = (long)(us % 1000000) * 1000;
                until = &wait;
            }
        }
        struct epoll_event ready[256];
        int n = epoll_pwait2(epoll_fd, ready, 256, until, NULL);
        for (int i = 0; i < n; i++) {
            conn *c = ready[i].data.ptr;
            if (!c) { accept_all(listener); continue; }
            if (((ready[i].events & EPOLLOUT) && flush(c) < 0) || ((ready[i].events & ~EPOLLOUT) && read_more(c) < 0)) close_conn(c);
        }
        uint64_t now = now_us();
        for (conn *c = streams.next, *next; c != &streams; c = next) {
            next = c->next;
            if (c->next_event_at > now) continue;
            int state = advance_stream(c, now);
            if (state > 0) { end_stream(c); state = answer_all(c); }
            if (state < 0) close_conn(c);
        }
    }
}

int main(void) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (bind(listener, (void *)&address, sizeof address) || listen(listener, 1024)) { perror("upstream"); return 1; }
    getsockname(listener, (void *)&address, &size);
    epoll_fd = epoll_create1(0);
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, listener, &e);
    make_events();
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    serve(listener);
}
