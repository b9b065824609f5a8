/* Muster, the stock Channels tutorial, NATS, MQTT and Socket.IO, just as far as needed. */

#define _GNU_SOURCE
#include "generator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STARTS(bytes, length, text) \
    ((length) >= sizeof(text) - 1 && !memcmp(bytes, text, sizeof(text) - 1))

static uint64_t next_random(void) {
    static uint64_t state;
    if (!state) state = (uint64_t)clock_us() * 0x9e3779b97f4a7c15u + 1;
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static const char *find(const char *bytes, size_t length, const char *text) {
    const char *found = memmem(bytes, length, text, strlen(text));
    return found ? found + strlen(text) : NULL;
}

static long number_after(const char *bytes, size_t length, const char *name) {
    const char *at = find(bytes, length, name);
    return at ? strtol(at, NULL, 10) : -1;
}

/* ---- Muster: docs/protocol.md; JSON in text frames, one object each. */

static void muster_greet(Socket *socket) {
    char frame[400];
    int length;
    if (socket->seq >= 0)
        length = snprintf(frame, sizeof frame,
                          "{\"type\":\"hello\",\"ref\":1,\"resume\":{\"room:%s\":"
                          "[\"%s\",%lld]}}",
                          socket->name, epoch, (long long)socket->seq);
    else
        length = snprintf(frame, sizeof frame, "{\"type\":\"hello\",\"ref\":1}");
    socket_send(socket, frame, (size_t)length);
}

static void muster_welcomed(Socket *socket) {
    char frame[200];
    if (socket->seq >= 0 || !options.subscribe) {
        socket_is_ready(socket);
        return;
    }
    int length = snprintf(frame, sizeof frame,
                          "{\"type\":\"subscribe\",\"ref\":2,\"stream\":\"room:%s\"}",
                          socket->name);
    socket_send(socket, frame, (size_t)length);
}

static void seen(Room *room, int64_t seq) {
    if (seq > room->highest) room->highest = seq;
}

static void muster_subscribed(Socket *socket, const char *text, size_t length) {
    const char *at = find(text, length, "\"epoch\":\"");
    const char *end = at ? memchr(at, '"', length - (size_t)(at - text)) : NULL;
    if (end && (size_t)(end - at) < sizeof epoch) {
        memcpy(epoch, at, (size_t)(end - at));
        epoch[end - at] = 0;
    }
    long head = number_after(text, length, "\"head\":");
    if (head > socket->seq) socket->seq = head;
    seen(socket->room, head);
    socket_is_ready(socket);
}

static void muster_event(Socket *socket, const char *text, size_t length) {
    size_t look_at = length < 120 ? length : 120;
    int64_t seq = number_after(text, look_at, "\"seq\":");
    if (socket->seq >= 0 && seq <= socket->seq) {
        counts.repeats++;
        return;
    }
    if (socket->seq >= 0 && seq != socket->seq + 1) counts.gaps++;
    socket->seq = seq;
    seen(socket->room, seq);
    delivered(socket, text, length);
}

static void muster_error(Socket *socket, const char *text, size_t length) {
    snprintf(counts.last_error, sizeof counts.last_error, "%.*s", (int)length, text);
    refused_post(socket, number_after(text, length, "\"ref\":"));
}

static size_t muster_take(Socket *socket, const char *text, size_t length) {
    if (STARTS(text, length, "{\"type\":\"event\"")) {
        muster_event(socket, text, length);
    } else if (STARTS(text, length, "{\"type\":\"ok\"")) {
        long ref = number_after(text, length, "\"ref\":");
        if (ref == 2) {
            muster_subscribed(socket, text, length);
        } else {
            seen(socket->room, number_after(text, length, "\"seq\":"));
            acknowledged(ref);
        }
    } else if (STARTS(text, length, "{\"type\":\"welcome\"")) {
        muster_welcomed(socket);
    } else if (STARTS(text, length, "{\"type\":\"error\"")) {
        muster_error(socket, text, length);
    } else if (STARTS(text, length, "{\"type\":\"reset\"")) {
        counts.resets++;
        socket->seq = number_after(text, length, "\"head\":");
    }
    return length;
}

static void muster_post(Socket *socket, const char *text, size_t length) {
    static char frame[1 << 16];
    uint64_t high = next_random(), low = next_random();
    int written = snprintf(
        frame, sizeof frame,
        "{\"type\":\"%s\",\"ref\":%ld,\"client_id\":\"%08x-%04x-4%03x-a%03x-%012llx\","
        "\"room\":\"%s\",\"text\":\"%.*s\"}",
        options.command, next_ref(), (unsigned)(high >> 32), (unsigned)high & 0xffff,
        (unsigned)(high >> 16) & 0xfff, (unsigned)(low >> 52),
        (unsigned long long)low & 0xffffffffffff, socket->name, (int)length, text);
    socket_send(socket, frame, (size_t)written);
}

/* ---- The chat of the Channels tutorial: {"message": text} in, the same out. */

static size_t stock_take(Socket *socket, const char *text, size_t length) {
    delivered(socket, text, length);
    return length;
}

static void stock_post(Socket *socket, const char *text, size_t length) {
    static char frame[1 << 16];
    int written =
        snprintf(frame, sizeof frame, "{\"message\":\"%.*s\"}", (int)length, text);
    next_ref();
    socket_send(socket, frame, (size_t)written);
}

/* ---- NATS: lines, with a body after MSG; frames are pieces of one byte stream. */

static void nats_greet(Socket *socket) {
    char text[200];
    int length = snprintf(text, sizeof text,
                          "CONNECT {\"verbose\":false,\"pedantic\":false}\r\n"
                          "SUB room.%s 1\r\nPING\r\n",
                          socket->name);
    socket_send(socket, text, (size_t)length);
}

static size_t nats_take(Socket *socket, const char *bytes, size_t length) {
    const char *end = memchr(bytes, '\n', length);
    if (!end) return 0;
    size_t line = (size_t)(end - bytes) + 1;
    if (STARTS(bytes, length, "MSG ")) {
        const char *space = memrchr(bytes, ' ', line);
        size_t body = strtoul(space + 1, NULL, 10);
        if (length < line + body + 2) return 0;
        delivered(socket, bytes + line, body);
        return line + body + 2;
    }
    if (STARTS(bytes, length, "PONG") && socket->state != READY) socket_is_ready(socket);
    if (STARTS(bytes, length, "PING")) socket_send(socket, "PONG\r\n", 6);
    if (STARTS(bytes, length, "-ERR")) counts.errors++;
    return line;
}

static void nats_post(Socket *socket, const char *text, size_t length) {
    static char frame[1 << 16];
    int written = snprintf(frame, sizeof frame, "PUB room.%s %zu\r\n%.*s\r\n",
                           socket->name, length, (int)length, text);
    next_ref();
    socket_send(socket, frame, (size_t)written);
}

/* ---- MQTT 3.1.1, quality of service 0. */

static void mqtt_send(Socket *socket, int kind, const char *body, size_t length) {
    char packet[1 << 15];
    size_t at = 0, rest = length;
    packet[at++] = (char)kind;
    do {
        packet[at++] = (char)((rest & 127) | (rest > 127 ? 128 : 0));
        rest >>= 7;
    } while (rest);
    memcpy(packet + at, body, length);
    socket_send(socket, packet, at + length);
}

static size_t mqtt_text(char *at, const char *text) {
    size_t length = strlen(text);
    at[0] = (char)(length >> 8);
    at[1] = (char)length;
    memcpy(at + 2, text, length);
    return length + 2;
}

static size_t mqtt_topic(char *at, const Socket *socket) {
    char topic[100];
    snprintf(topic, sizeof topic, "room/%s", socket->name);
    return mqtt_text(at, topic);
}

static void mqtt_greet(Socket *socket) {
    char body[100], name[20];
    size_t at = mqtt_text(body, "MQTT");
    memcpy(body + at, "\x04\x02\x00\x00", 4); /* level 4, clean session, no timer */
    snprintf(name, sizeof name, "s%d", socket->index);
    at += 4;
    at += mqtt_text(body + at, name);
    mqtt_send(socket, 0x10, body, at);
}

static void mqtt_subscribe(Socket *socket) {
    char body[120] = {0, 1};
    size_t at = 2 + mqtt_topic(body + 2, socket);
    body[at++] = 0;
    mqtt_send(socket, 0x82, body, at);
}

static size_t mqtt_take(Socket *socket, const char *bytes, size_t length) {
    size_t at = 1, body = 0;
    int shift = 0;
    do {
        if (at >= length) return 0;
        body |= (size_t)(bytes[at] & 127) << shift;
        shift += 7;
    } while (bytes[at++] & 128);
    if (length < at + body) return 0;
    int kind = bytes[0] & 0xf0;
    if (kind == 0x30) delivered(socket, bytes + at, body);
    if (kind == 0x20) mqtt_subscribe(socket);
    if (kind == 0x90) socket_is_ready(socket);
    return at + body;
}

static void mqtt_post(Socket *socket, const char *text, size_t length) {
    char body[1 << 14];
    size_t at = mqtt_topic(body, socket);
    memcpy(body + at, text, length);
    next_ref();
    mqtt_send(socket, 0x30, body, at + length);
}

/* ---- Socket.IO 4 in Engine.IO 4: one packet a frame, its kind in the first digits. */

static void socketio_greet(Socket *socket) { (void)socket; /* the server begins */ }

static size_t socketio_take(Socket *socket, const char *text, size_t length) {
    if (STARTS(text, length, "42")) delivered(socket, text, length);
    else if (STARTS(text, length, "40") && socket->state != READY) socket_is_ready(socket);
    else if (STARTS(text, length, "44")) counts.errors++;
    else if (STARTS(text, length, "0")) socket_send(socket, "40", 2);
    else if (STARTS(text, length, "2")) socket_send(socket, "3", 1);
    return length;
}

static void socketio_post(Socket *socket, const char *text, size_t length) {
    static char frame[1 << 16];
    int written =
        snprintf(frame, sizeof frame, "42[\"m\",\"%.*s\"]", (int)length, text);
    next_ref();
    socket_send(socket, frame, (size_t)written);
}

static const Dialect dialects[] = {
    {"muster", "muster.v1", 1, muster_greet, muster_take, muster_post},
    {"stock", NULL, 1, socket_is_ready, stock_take, stock_post},
    {"nats", NULL, 2, nats_greet, nats_take, nats_post},
    {"mqtt", "mqtt", 2, mqtt_greet, mqtt_take, mqtt_post},
    {"socketio", NULL, 1, socketio_greet, socketio_take, socketio_post},
};

const Dialect *dialect_named(const char *name) {
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
        if (!strcmp(dialects[i].name, name)) return &dialects[i];
    return NULL;
}
