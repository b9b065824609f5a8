/* Opens the sockets, upgrades them, cuts what they receive into frames and messages. */

#define _GNU_SOURCE
#include "generator.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Enough local addresses that none runs out of ports, however often we reconnect. */
enum { ADDRESSES = 16, RECEIVE_BYTES = 1 << 18, EVENTS = 512 };
static const int64_t RETRY_US = 200000;

static int poll_fd, in_handshake, ready;
static int *waiting, first_waiting, waiting_count;
static long connects;
static char buffer[(1 << 20) + RECEIVE_BYTES];

int64_t clock_us(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

int sockets_ready(void) { return ready; }

long sockets_connects(void) { return connects; }

static void bytes_append(Bytes *bytes, const char *data, size_t length) {
    if (bytes->length + length > bytes->capacity) {
        bytes->capacity = (bytes->length + length) * 2;
        bytes->data = realloc(bytes->data, bytes->capacity);
        if (!bytes->data) abort();
    }
    memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
}

static void bytes_drop(Bytes *bytes, size_t length) {
    bytes->length -= length;
    memmove(bytes->data, bytes->data + length, bytes->length);
}

static void wait_to_connect(Socket *socket) {
    socket->retry_at = now + RETRY_US;
    waiting[(first_waiting + waiting_count++) % options.sockets] = socket->index;
}

void sockets_open(void) {
    poll_fd = epoll_create1(0);
    waiting = calloc((size_t)options.sockets, sizeof *waiting);
    for (int i = 0; i < options.sockets; i++) {
        wait_to_connect(&sockets[i]);
        sockets[i].retry_at = 0;
    }
}

static void flush(Socket *socket) {
    size_t sent = 0;
    while (sent < socket->out.length) {
        ssize_t n = send(socket->fd, socket->out.data + sent, socket->out.length - sent,
                         MSG_NOSIGNAL);
        if (n < 0) break;
        sent += (size_t)n;
    }
    bool full = sent < socket->out.length;
    bytes_drop(&socket->out, sent);
    struct epoll_event event = {EPOLLIN | (full ? EPOLLOUT : 0), {.ptr = socket}};
    if (full || sent == 0) epoll_ctl(poll_fd, EPOLL_CTL_MOD, socket->fd, &event);
}

static void send_frame(Socket *socket, int opcode, const char *data, size_t length) {
    /* Masked, as clients must, with a key of zeros that leaves the bytes alone. */
    unsigned char head[8] = {(unsigned char)(0x80 | opcode)};
    size_t size = 2;
    head[1] = (unsigned char)(0x80 | (length < 126 ? length : 126));
    if (length >= 126) {
        head[2] = (unsigned char)(length >> 8);
        head[3] = (unsigned char)length;
        size = 4;
    }
    bytes_append(&socket->out, (char *)head, size);
    bytes_append(&socket->out, "\0\0\0\0", 4);
    bytes_append(&socket->out, data, length);
    flush(socket);
}

void socket_send(Socket *socket, const char *payload, size_t length) {
    send_frame(socket, options.dialect->opcode, payload, length);
}

static void socket_drop(Socket *socket) {
    if (socket->state == READY) ready--;
    else in_handshake--;
    close(socket->fd);
    socket->state = CLOSED;
    socket->in.length = socket->rest.length = socket->out.length = 0;
    wait_to_connect(socket);
}

void socket_is_ready(Socket *socket) {
    socket->state = READY;
    in_handshake--;
    ready++;
    connects++;
    if (options.churn) send_frame(socket, 8, "\x03\xe8", 2);
}

static void append_text(Bytes *bytes, const char *text) {
    bytes_append(bytes, text, strlen(text));
}

static void append_header(Bytes *bytes, const char *name, const char *value) {
    append_text(bytes, name);
    append_text(bytes, value);
    append_text(bytes, "\r\n");
}

static void upgrade(Socket *socket) {
    Bytes *out = &socket->out;
    const char *star = strchr(options.path, '*');
    size_t before = star ? (size_t)(star - options.path) : strlen(options.path);
    append_text(out, "GET ");
    bytes_append(out, options.path, before);
    append_text(out, star ? socket->name : "");
    append_text(out, star ? star + 1 : "");
    append_text(out, " HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                     "Sec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    append_header(out, "Host: ", options.host);
    if (options.dialect->subprotocol)
        append_header(out, "Sec-WebSocket-Protocol: ", options.dialect->subprotocol);
    if (*socket->token != '-')
        append_header(out, "Authorization: Bearer ", socket->token);
    append_text(out, "\r\n");
    socket->state = UPGRADING;
    flush(socket);
}

/* The last of the list open small and are left alone once everybody is there. */
static bool stops_reading(const Socket *socket) {
    return socket->index >= options.sockets - options.stopped;
}

void sockets_stop_reading(void) {
    for (int i = options.sockets - options.stopped; i < options.sockets; i++) {
        epoll_ctl(poll_fd, EPOLL_CTL_DEL, sockets[i].fd, NULL);
        sockets[i].room->size--;
    }
}

static int new_socket(void) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        perror("The generator can't open a socket");
        exit(1);
    }
    return fd;
}

static void connect_socket(Socket *socket) {
    int on = 1, small = 4096;
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET};
    from.sin_addr.s_addr = htonl(0x7f000002u + (uint32_t)(socket->index % ADDRESSES));
    to.sin_port = htons((uint16_t)options.port);
    inet_pton(AF_INET, options.host, &to.sin_addr);
    socket->fd = new_socket();
    setsockopt(socket->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    setsockopt(socket->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (stops_reading(socket))
        setsockopt(socket->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    socket->state = CONNECTING;
    in_handshake++;
    struct epoll_event event = {EPOLLIN | EPOLLOUT, {.ptr = socket}};
    epoll_ctl(poll_fd, EPOLL_CTL_ADD, socket->fd, &event);
    if (bind(socket->fd, (struct sockaddr *)&from, sizeof from) ||
        (connect(socket->fd, (struct sockaddr *)&to, sizeof to) &&
         errno != EINPROGRESS)) {
        counts.refused++;
        socket_drop(socket);
    }
}

static void connect_more(void) {
    while (waiting_count && in_handshake < options.burst) {
        Socket *socket = &sockets[waiting[first_waiting]];
        bool churned = options.churn && connects + in_handshake >= options.churn;
        if (socket->retry_at > now || churned) return;
        first_waiting = (first_waiting + 1) % options.sockets;
        waiting_count--;
        connect_socket(socket);
    }
}

/* The answer to the upgrade; returns how many bytes it used. */
static size_t upgraded(Socket *socket, const char *bytes, size_t length) {
    const char *end = memmem(bytes, length, "\r\n\r\n", 4);
    if (!end) return 0;
    if (length < 12 || memcmp(bytes + 8, " 101", 4)) {
        counts.refused++;
        counts.last_code = atoi(bytes + 9);
        socket_drop(socket);
        return length;
    }
    socket->state = GREETING;
    options.dialect->greet(socket);
    return (size_t)(end - bytes) + 4;
}

/* Hands whole inner messages to the dialect; a piece of one waits in `rest`. */
static void take_payload(Socket *socket, const char *payload, size_t length) {
    Bytes *rest = &socket->rest;
    bool waited = rest->length > 0;
    if (waited) {
        bytes_append(rest, payload, length);
        payload = rest->data;
        length = rest->length;
    }
    size_t used = 0, n = 1;
    while (used < length && n && socket->state != CLOSED)
        used += n = options.dialect->take(socket, payload + used, length - used);
    if (socket->state == CLOSED) return;
    if (waited) bytes_drop(rest, used);
    else if (used < length) bytes_append(rest, payload + used, length - used);
}

static void closed_by_server(Socket *socket, const char *payload, size_t length) {
    if (!options.churn) {
        counts.dropped++;
        const unsigned char *code = (const unsigned char *)payload;
        counts.last_code = length < 2 ? 0 : code[0] << 8 | code[1];
    }
    socket_drop(socket);
}

static size_t frame_take(Socket *socket, const char *bytes, size_t length) {
    const unsigned char *head = (const unsigned char *)bytes;
    if (length < 2) return 0;
    size_t size = 2, body = head[1] & 127;
    if (body == 126) {
        if (length < 4) return 0;
        body = (size_t)head[2] << 8 | head[3];
        size = 4;
    } else if (body == 127) {
        if (length < 10) return 0;
        body = 0;
        for (int i = 2; i < 10; i++) body = body << 8 | head[i];
        size = 10;
    }
    if (length < size + body) return 0;
    int opcode = head[0] & 15;
    if (opcode == 9) send_frame(socket, 10, bytes + size, body);
    else if (opcode == 8) closed_by_server(socket, bytes + size, body);
    else if (opcode < 3) take_payload(socket, bytes + size, body);
    return size + body;
}

static void receive(Socket *socket) {
    size_t held = socket->in.length;
    if (held) memcpy(buffer, socket->in.data, held);
    ssize_t n = recv(socket->fd, buffer + held, RECEIVE_BYTES, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) {
        if (socket->state != READY) counts.refused++;
        else if (!options.churn) counts.dropped++;
        socket_drop(socket);
        return;
    }
    size_t length = held + (size_t)n, used = 0, step = 1;
    while (step && used < length && socket->state != CLOSED) {
        step = socket->state == UPGRADING
                   ? upgraded(socket, buffer + used, length - used)
                   : frame_take(socket, buffer + used, length - used);
        used += step;
    }
    if (socket->state == CLOSED || length - used > sizeof buffer - RECEIVE_BYTES) return;
    socket->in.length = 0;
    bytes_append(&socket->in, buffer + used, length - used);
}

void sockets_turn(int timeout_ms) {
    struct epoll_event events[EVENTS];
    int count = epoll_wait(poll_fd, events, EVENTS, timeout_ms);
    for (int i = 0; i < count; i++) {
        Socket *socket = events[i].data.ptr;
        if (i % 16 == 0) now = clock_us();
        if (socket->state == CONNECTING && events[i].events & EPOLLOUT) upgrade(socket);
        else if (events[i].events & EPOLLOUT) flush(socket);
        if (socket->state != CLOSED && events[i].events & ~(uint32_t)EPOLLOUT)
            receive(socket);
    }
    now = clock_us();
    connect_more();
}
