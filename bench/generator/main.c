/* Opens N real WebSocket connections, posts, counts what is delivered; one JSON object.

   Started by bench/load.py, which says what the options mean. */

#include "generator.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { WARM_UP_US = 1000000, DRAIN_US = 3000000, DRAIN_AT_MOST_US = 60000000 };

Options options = {.host = "127.0.0.1", .path = "/ws/", .command = "message.post"};
Counts counts;
Socket *sockets;
char epoch[80];
int64_t now;

static double connect_s, connect_busy;

static void fail(const char *sentence) {
    fprintf(stderr, "%s\n", sentence);
    exit(1);
}

static void read_pids(const char *text) {
    for (int i = 0; i < 7 && *text; i++) {
        options.pids[i] = atoi(text);
        text += strcspn(text, ",");
        text += *text == ',';
    }
}

static void set_option(const char *name, const char *value) {
    if (!strcmp(name, "dialect")) options.dialect = dialect_named(value);
    else if (!strcmp(name, "port")) options.port = atoi(value);
    else if (!strcmp(name, "path")) options.path = value;
    else if (!strcmp(name, "lines")) options.lines = value;
    else if (!strcmp(name, "command")) options.command = value;
    else if (!strcmp(name, "posters")) options.posters = atoi(value);
    else if (!strcmp(name, "outstanding")) options.outstanding = atoi(value);
    else if (!strcmp(name, "burst")) options.burst = atoi(value);
    else if (!strcmp(name, "stopped")) options.stopped = atoi(value);
    else if (!strcmp(name, "churn")) options.churn = atol(value);
    else if (!strcmp(name, "text-bytes")) options.text_bytes = strtoul(value, NULL, 10);
    else if (!strcmp(name, "seconds")) options.seconds = atof(value);
    else if (!strcmp(name, "rate")) options.rate = atof(value);
    else if (!strcmp(name, "share")) options.share = atof(value);
    else if (!strcmp(name, "hold")) options.hold = atoi(value);
    else if (!strcmp(name, "subscribe")) options.subscribe = atoi(value);
    else if (!strcmp(name, "pids")) read_pids(value);
    else fail("The generator got an option that it does not know.");
}

static void add_socket(char *line) {
    static const char *last_name = "";
    static Room *room;
    char *name = strchr(line, ' ');
    if (!name) fail("A line is not `TOKEN ROOM`.");
    *name++ = 0;
    if (strcmp(name, last_name)) {
        last_name = strdup(name);
        room = calloc(1, sizeof *room);
    }
    room->size++;
    sockets = realloc(sockets, sizeof *sockets * (size_t)(options.sockets + 1));
    sockets[options.sockets] = (Socket){.index = options.sockets,
                                        .token = strdup(line),
                                        .name = last_name,
                                        .room = room,
                                        .seq = -1};
    options.sockets++;
}

/* One line per socket; those of one room stand together. */
static void read_lines(void) {
    char line[400];
    FILE *file = options.lines ? fopen(options.lines, "r") : NULL;
    if (!file) fail("The generator can't read its list of sockets.");
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        add_socket(line);
    }
    fclose(file);
    if (!options.sockets) fail("The list of sockets is empty.");
    if (options.posters > options.sockets) options.posters = options.sockets;
    for (int i = 0; i < options.posters; i++)
        sockets[i * (options.sockets / options.posters)].posts = true;
}

static void allow_sockets(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < (rlim_t)options.sockets + 50)
        fail("Too few open files are allowed for so many sockets (ulimit -n).");
}

static void turn_until(int64_t end) {
    while (now < end) {
        posts_due();
        sockets_turn(1);
    }
}

static void connect_all(void) {
    int64_t began = clock_us(), give_up = began + 60000000;
    double busy = busy_seconds();
    long wanted = options.churn ? options.churn : options.sockets;
    give_up += wanted * 20000;
    while ((options.churn ? sockets_connects() : sockets_ready()) < wanted) {
        sockets_turn(10);
        if (now < give_up) continue;
        fprintf(stderr, "%d of %d sockets came through; last refusal: %d. %s\n",
                sockets_ready(), options.sockets, counts.last_code, counts.last_error);
        exit(1);
    }
    connect_s = (double)(clock_us() - began) / 1e6;
    connect_busy = (busy_seconds() - busy) / connect_s;
}

/* Until nothing comes any more; a server that is behind by more is not waited for. */
static void drain(void) {
    int64_t began = clock_us(), moved_at = began;
    long seen = counts.received;
    posts_start(QUIET, 0);
    while (counts.received < counts.expected && now - moved_at < DRAIN_US &&
           now - began < DRAIN_AT_MOST_US) {
        sockets_turn(5);
        if (counts.received != seen) moved_at = now;
        seen = counts.received;
    }
}

static double measure(const char *name, Pace pace, double per_second) {
    posts_start(pace, per_second);
    turn_until(clock_us() + WARM_UP_US);
    measure_begin();
    long before = counts.posts;
    int64_t began = clock_us();
    turn_until(began + (int64_t)(options.seconds * 1e6));
    double rate = (double)(counts.posts - before) * 1e6 / (double)(clock_us() - began);
    measure_print(name);
    drain();
    return rate;
}

/* Until standard input ends; sockets that are dropped come back with their position. */
static void hold(void) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    int64_t dropped_at = 0;
    posts_start(options.rate > 0 ? PACED : QUIET, options.rate);
    printf("{\"connected\":%d,\"connect_s\":%.3f,\"busy\":%.3f}\n", sockets_ready(),
           connect_s, connect_busy);
    fflush(stdout);
    while (poll(&input, 1, 0) == 0) {
        posts_due();
        sockets_turn(5);
        if (sockets_ready() < options.sockets && !dropped_at) dropped_at = now;
        if (sockets_ready() == options.sockets && dropped_at) {
            printf("{\"back_s\":%.3f}\n", (double)(now - dropped_at) / 1e6);
            fflush(stdout);
            dropped_at = 0;
        }
    }
    drain();
}

/* Sockets that have not got all that somebody has seen or been promised. */
static int behind(void) {
    int count = 0;
    for (int i = 0; i < options.sockets - options.stopped; i++)
        count += sockets[i].seq >= 0 && sockets[i].seq < sockets[i].room->highest;
    return count;
}

int main(int argc, char **argv) {
    for (int i = 1; i + 1 < argc; i += 2) set_option(argv[i] + 2, argv[i + 1]);
    if (!options.dialect) fail("The generator does not speak this dialect.");
    read_lines();
    allow_sockets();
    now = clock_us();
    sockets_open();
    connect_all();
    sockets_stop_reading();
    if (options.hold) hold();
    printf("{");
    if (options.seconds > 0) {
        double rate = options.rate;
        if (rate <= 0) rate = measure("saturated", SATURATED, 0) * options.share;
        if (rate > 0) measure("loaded", PACED, rate);
    }
    printf("\"sockets\":%d,\"connects\":%ld,\"connect_s\":%.3f,", options.sockets,
           sockets_connects(), connect_s);
    printf("\"connect_busy\":%.3f,\"posts\":%ld,", connect_busy, counts.posts);
    printf("\"missing\":%ld,\"errors\":%ld,\"dropped\":%ld,\"refused\":%ld,",
           counts.expected - counts.received, counts.errors, counts.dropped,
           counts.refused);
    printf("\"gaps\":%ld,\"repeats\":%ld,\"resets\":%ld,\"timeouts\":%ld,", counts.gaps,
           counts.repeats, counts.resets, counts.timeouts);
    printf("\"behind\":%d,\"last_code\":%d}\n", behind(), counts.last_code);
    if (*counts.last_error) fprintf(stderr, "Last error: %s\n", counts.last_error);
    return 0;
}
