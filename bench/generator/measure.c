/* Counts of one measured window: latencies, CPU of the servers, our own busy share. */

#include "generator.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Each power of two in 32 steps: 3 % exact, up to hours. */
enum { STEPS = 32, BUCKETS = 40 * STEPS };

static long latencies[BUCKETS], acks[BUCKETS];
static Counts before;
static int64_t began_at;
static double began_busy, began_servers;

static int bucket_of(int64_t microseconds) {
    uint64_t value = microseconds < 1 ? 1 : (uint64_t)microseconds;
    if (value < STEPS) return (int)value;
    int power = 63 - __builtin_clzll(value);
    int step = (int)(value >> (power - 5)) - STEPS;
    int bucket = (power - 4) * STEPS + step;
    return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

static double bucket_ms(int bucket) {
    if (bucket < STEPS) return bucket / 1000.0;
    int power = bucket / STEPS + 4;
    uint64_t low = (uint64_t)(bucket % STEPS + STEPS) << (power - 5);
    return (double)low / 1000.0;
}

static double percentile(const long *buckets, double share) {
    long total = 0, seen = 0;
    for (int i = 0; i < BUCKETS; i++) total += buckets[i];
    for (int i = 0; i < BUCKETS; i++) {
        seen += buckets[i];
        if (total > 0 && (double)seen >= share * (double)total) return bucket_ms(i);
    }
    return 0;
}

double busy_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static double process_seconds(int pid) {
    char path[64], line[1024] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    char *read = fgets(line, sizeof line, file);
    fclose(file);
    char *after_name = read ? strrchr(line, ')') : NULL;
    unsigned long user = 0, system = 0;
    const char *format = ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu";
    if (!after_name || sscanf(after_name, format, &user, &system) != 2) return 0;
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static double servers_seconds(void) {
    double seconds = 0;
    for (int i = 0; options.pids[i]; i++) seconds += process_seconds(options.pids[i]);
    return seconds;
}

void latency_add(int64_t microseconds) { latencies[bucket_of(microseconds)]++; }

void ack_add(int64_t microseconds) { acks[bucket_of(microseconds)]++; }

void measure_begin(void) {
    memset(latencies, 0, sizeof latencies);
    memset(acks, 0, sizeof acks);
    before = counts;
    began_at = clock_us();
    began_busy = busy_seconds();
    began_servers = servers_seconds();
}

void measure_print(const char *name) {
    double seconds = (double)(clock_us() - began_at) / 1e6;
    long deliveries = counts.deliveries - before.deliveries;
    double servers = servers_seconds() - began_servers;
    printf("\"%s\":{\"seconds\":%.3f,\"deliveries\":%ld,\"deliveries_s\":%.1f,", name,
           seconds, deliveries, (double)deliveries / seconds);
    printf("\"posts_s\":%.2f,\"server_cpu_s\":%.2f,\"cpu_s_per_million\":%.4f,",
           (double)(counts.posts - before.posts) / seconds, servers,
           deliveries ? servers * 1e6 / (double)deliveries : 0);
    printf("\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"ack_p50_ms\":%.3f,\"ack_p99_ms\":%.3f,",
           percentile(latencies, .5), percentile(latencies, .99), percentile(acks, .5),
           percentile(acks, .99));
    printf("\"busy\":%.3f},", (busy_seconds() - began_busy) / seconds);
}
