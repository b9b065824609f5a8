/* Makes posts, fast or at a pace, and recognises them when they are delivered. */

#include "generator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A post's text begins with `~`, its slot and its time; nothing else holds a `~`. */
enum { SLOT_DIGITS = 4, TIME_DIGITS = 16, MARK = 1 + SLOT_DIGITS + TIME_DIGITS };
enum { REFS = 1 << 16, SAMPLE_EACH = 16 };
static const int64_t LOST_AFTER_US = 3000000;

typedef struct {
    int64_t posted_at; /* 0: free */
    int socket;
} Slot;

static Slot *slots;
static int64_t ref_times[REFS];
static int ref_slots[REFS];
static long refs = 100;
static Pace pace = QUIET;
static double gap_us;
static double next_at;
static int next_poster;
static int free_slots;
static int64_t looked_at;

static Socket *poster(void) {
    int step = options.sockets / options.posters;
    for (int tried = 0; tried < options.posters; tried++) {
        Socket *socket = &sockets[next_poster * step];
        next_poster = (next_poster + 1) % options.posters;
        if (socket->state == READY) return socket;
    }
    return NULL;
}

static bool post(int slot) {
    static char text[1 << 15];
    Socket *socket = poster();
    if (!socket) return false;
    int64_t at = clock_us();
    memset(text, 'x', options.text_bytes);
    int length = snprintf(text, sizeof text, "~%04x%016llx", (unsigned)slot & 0xffff,
                          (unsigned long long)at);
    text[length] = ' ';
    slots[slot] = (Slot){at, socket->index};
    ref_times[(refs + 1) % REFS] = at;
    ref_slots[(refs + 1) % REFS] = slot;
    options.dialect->post(socket, text, options.text_bytes);
    counts.posts++;
    counts.expected += socket->room->size;
    return true;
}

static void free_slot(int slot) {
    slots[slot].posted_at = 0;
    free_slots++;
}

static void forget_lost(void) {
    if (now - looked_at < 200000) return;
    looked_at = now;
    for (int slot = 0; slot < options.outstanding; slot++) {
        if (!slots[slot].posted_at || now - slots[slot].posted_at < LOST_AFTER_US)
            continue;
        counts.timeouts++;
        free_slot(slot);
    }
}

void posts_start(Pace wanted, double per_second) {
    if (!slots) slots = calloc((size_t)options.outstanding + 1, sizeof *slots);
    pace = wanted;
    gap_us = per_second > 0 ? 1e6 / per_second : 0;
    next_at = (double)clock_us();
    free_slots = wanted == SATURATED ? options.outstanding : 0;
    memset(slots, 0, ((size_t)options.outstanding + 1) * sizeof *slots);
}

void posts_due(void) {
    if (pace == PACED) {
        while (next_at <= (double)now) {
            next_at += gap_us;
            post(options.outstanding);
        }
    }
    if (pace != SATURATED) return;
    forget_lost();
    for (int slot = 0; free_slots > 0 && slot < options.outstanding; slot++) {
        if (slots[slot].posted_at) continue;
        if (!post(slot)) return;
        free_slots--;
    }
}

static int64_t hex(const char *digits, int count) {
    int64_t value = 0;
    for (int i = 0; i < count; i++) {
        int digit = digits[i] <= '9' ? digits[i] - '0' : digits[i] - 'a' + 10;
        value = value << 4 | (digit & 15);
    }
    return value;
}

/* Posters read each mark, to see their own come back; the others one in sixteen, so
   that the generator stays faster than what it measures. */
void delivered(Socket *socket, const char *text, size_t length) {
    counts.deliveries++;
    counts.received++;
    if (!socket->posts && pace != PACED && ++counts.samples % SAMPLE_EACH) return;
    const char *mark = memchr(text, '~', length);
    if (!mark || (size_t)(text + length - mark) < MARK) return;
    int64_t at = hex(mark + 1 + SLOT_DIGITS, TIME_DIGITS);
    latency_add(now - at);
    int64_t slot = hex(mark + 1, SLOT_DIGITS);
    if (pace != SATURATED || slot >= options.outstanding) return;
    if (slots[slot].posted_at == at && slots[slot].socket == socket->index)
        free_slot((int)slot);
}

long next_ref(void) { return ++refs; }

void acknowledged(long ref) { ack_add(now - ref_times[ref % REFS]); }

void refused_post(Socket *socket, long ref) {
    counts.errors++;
    counts.expected -= socket->room->size;
    if (pace == SATURATED && ref_slots[ref % REFS] < options.outstanding)
        free_slot(ref_slots[ref % REFS]);
}
