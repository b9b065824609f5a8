/* The limit without coalescing: a chat server that does one send() per delivery.

   Speaks WebSocket just as far as our own generator needs: `/ws/chat/ROOM/`, what one
   socket of a room says all of them get. Started with its port. No TLS, no checks. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FILES = 1 << 16, ROOMS = 1 << 12, RECEIVE_BYTES = 1 << 16, EVENTS = 256 };

typedef struct {
    int *members, count;
} Room;

typedef struct {
    Room *room;
    char *held;
    size_t length;
} Client;

static Room rooms[ROOMS];
static Client clients[FILES];
static int poll_fd;

static void join(int fd, const char *request) {
    const char *name = strstr(request, "/ws/chat/");
    Room *room = &rooms[name ? atoi(name + 9) % ROOMS : 0];
    room->members = realloc(room->members, sizeof(int) * (size_t)(room->count + 1));
    room->members[room->count++] = fd;
    clients[fd].room = room;
    static const char answer[] =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\n"
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
    send(fd, answer, sizeof answer - 1, MSG_NOSIGNAL);
}

static void leave(int fd) {
    Room *room = clients[fd].room;
    for (int i = 0; room && i < room->count; i++)
        if (room->members[i] == fd) room->members[i] = room->members[--room->count];
    free(clients[fd].held);
    clients[fd] = (Client){0};
    close(fd);
}

static void broadcast(const Room *room, const char *text, size_t length) {
    static char frame[RECEIVE_BYTES + 4] = {(char)0x81};
    size_t size = 2;
    frame[1] = (char)(length < 126 ? length : 126);
    if (length >= 126) {
        frame[2] = (char)(length >> 8);
        frame[3] = (char)length;
        size = 4;
    }
    memcpy(frame + size, text, length);
    for (int i = 0; i < room->count; i++)
        send(room->members[i], frame, size + length, MSG_NOSIGNAL);
}

/* One frame of a client, masked with zeros; returns how many bytes it used. */
static size_t take(int fd, const char *bytes, size_t length) {
    if (!clients[fd].room) {
        const char *end = memmem(bytes, length, "\r\n\r\n", 4);
        if (!end) return 0;
        join(fd, bytes);
        return (size_t)(end - bytes) + 4;
    }
    const unsigned char *head = (const unsigned char *)bytes;
    if (length < 2) return 0;
    size_t size = 6, body = head[1] & 127;
    if (body == 126) {
        if (length < 4) return 0;
        body = (size_t)head[2] << 8 | head[3];
        size = 8;
    }
    if (length < size + body) return 0;
    if ((head[0] & 15) == 1) broadcast(clients[fd].room, bytes + size, body);
    return size + body;
}

static void receive(int fd) {
    static char buffer[2 * RECEIVE_BYTES + 1];
    Client *client = &clients[fd];
    memcpy(buffer, client->held ? client->held : "", client->length);
    ssize_t n = recv(fd, buffer + client->length, RECEIVE_BYTES, 0);
    if (n <= 0) {
        leave(fd);
        return;
    }
    size_t length = client->length + (size_t)n, used = 0, step = 1;
    buffer[length] = 0;
    while (step && used < length)
        used += step = take(fd, buffer + used, length - used);
    client->length = length - used;
    client->held = realloc(client->held, client->length + 1);
    memcpy(client->held, buffer + used, client->length);
}

static int listening(const char *port) {
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)atoi(port)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 1024)) {
        perror("Can't listen");
        exit(1);
    }
    return fd;
}

static void watch(int fd) {
    struct epoll_event event = {EPOLLIN, {.fd = fd}};
    epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &event);
}

int main(int argc, char **argv) {
    if (argc != 2) return 1;
    struct rlimit limit = {FILES, FILES};
    setrlimit(RLIMIT_NOFILE, &limit);
    poll_fd = epoll_create1(0);
    int listener = listening(argv[1]), on = 1;
    watch(listener);
    for (;;) {
        struct epoll_event events[EVENTS];
        int count = epoll_wait(poll_fd, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (fd != listener) {
                receive(fd);
                continue;
            }
            fd = accept(listener, NULL, NULL);
            if (fd < 0 || fd >= FILES) continue;
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            watch(fd);
        }
    }
}
