/* What the parts of the load generator share. One process, one thread, one epoll. */

#ifndef GENERATOR_H
#define GENERATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    char *data;
    size_t length, capacity;
} Bytes;

typedef enum { CLOSED, CONNECTING, UPGRADING, GREETING, READY } State;

/* `highest` is the last seq that anybody has seen or been promised by an `ok`. */
typedef struct {
    int size;
    int64_t highest;
} Room;

typedef struct {
    int fd, index;
    State state;
    const char *token, *name; /* of the room */
    Room *room;
    bool posts;
    int64_t seq;      /* the position held in the room's stream, -1 before the first */
    int64_t retry_at; /* microseconds */
    Bytes in;         /* a WebSocket frame that has not come whole */
    Bytes rest;       /* an inner message that has not come whole */
    Bytes out;        /* what the kernel has not taken yet */
} Socket;

/* How one kind of server speaks inside its WebSocket frames. `take` gets bytes that
   begin with a message and returns how many it used; 0 means it needs more. */
typedef struct {
    const char *name, *subprotocol;
    int opcode;
    void (*greet)(Socket *socket);
    size_t (*take)(Socket *socket, const char *bytes, size_t length);
    void (*post)(Socket *socket, const char *text, size_t length);
} Dialect;

typedef struct {
    const Dialect *dialect;
    const char *host, *path, *lines, *command;
    int port, posters, outstanding, burst, stopped, pids[8];
    int sockets; /* lines in the file */
    long churn;
    size_t text_bytes;
    double seconds, rate, share;
    bool hold, subscribe;
} Options;

typedef struct {
    long deliveries, posts, samples, errors, dropped, refused, gaps, repeats, resets;
    long timeouts, expected, received;
    int last_code;
    char last_error[200];
} Counts;

extern Options options;
extern Counts counts;
extern Socket *sockets;
extern char epoch[80];
extern int64_t now; /* microseconds, read once per round of the loop */

/* sockets.c */
int64_t clock_us(void);
void sockets_open(void);
int sockets_ready(void);
long sockets_connects(void);
void sockets_turn(int timeout_ms);
void sockets_stop_reading(void);
void socket_is_ready(Socket *socket);
void socket_send(Socket *socket, const char *payload, size_t length);

/* dialects.c */
const Dialect *dialect_named(const char *name);

/* posts.c */
typedef enum { QUIET, SATURATED, PACED } Pace;
void posts_start(Pace pace, double per_second);
void posts_due(void);
void delivered(Socket *socket, const char *text, size_t length);
void acknowledged(long ref);
void refused_post(Socket *socket, long ref);
long next_ref(void);

/* measure.c */
void latency_add(int64_t microseconds);
void ack_add(int64_t microseconds);
double busy_seconds(void);
void measure_begin(void);
void measure_print(const char *name);

#endif
