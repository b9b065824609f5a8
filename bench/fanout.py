"""How many deliveries a second, how soon, for how much CPU, beside other servers?

    python -m bench.fanout [--shapes 100 1000 5000 1000x5] [--rounds 5] [--seconds 5]
                           [--only muster nats] [--posters 64]

A shape is so many sockets in one room, or rooms x sockets. Real WebSocket clients in
one C process post texts of 200 bytes, 64 under way at a time, as fast as they come
back; then at 30 % of that rate for the latency from send to seen. Server on one core,
generator on the other; CPU is the server's own. Every figure is the median of the
rounds, in each of which all servers run. "Muster" posts for real: signed in, checked,
committed, acknowledged. "not saved" is the same delivery without the database, "one
write each" without coalescing too. Peers persist nothing and know nobody.

nats-server, mosquitto and redis-server are used if they are installed (on Debian:
`apt-get install nats-server mosquitto redis-server`).
"""

import argparse
import statistics
from collections import defaultdict
from collections.abc import Iterator

from bench.load import Found, Load, Target, run
from bench.peers import (
    Serve,
    Shape,
    installed,
    mosquitto,
    nats,
    one_send_each,
    redis,
    stock,
)
from bench.programs import Programs, compiled
from bench.stage import stage

SHARE = 0.3
MANY_ROOMS = 100
MUSTER = {
    "Muster": "message.post",
    "Muster, not saved": "bench.publish",
    "Muster, one write each": "bench.write",
}
Row = tuple[Shape, str]


def main() -> None:
    options = _options()
    found: dict[Row, list[Found]] = defaultdict(list)
    with compiled() as programs:
        for shape in options.shapes:
            for _round in range(options.rounds):
                for name, target in _targets(shape, programs, options.only):
                    load = _load(shape, options.seconds, options.posters)
                    found[shape, name].append(run(programs.generator, target, load))
    _print(found)


def muster(shape: Shape, programs: Programs) -> Iterator[tuple[str, Target]]:
    yield from _muster(shape, "", MUSTER)


def muster_on_redis(shape: Shape, programs: Programs) -> Iterator[tuple[str, Target]]:
    if not installed("redis-server"):
        return
    with redis() as url:
        yield from _muster(shape, url, {"Muster, Redis, not saved": "bench.publish"})


SERVERS: dict[str, Serve] = {
    "muster": muster,
    "redis": muster_on_redis,
    "stock": stock,
    "nats": nats,
    "mosquitto": mosquitto,
    "limit": one_send_each,
}


def _muster(
    shape: Shape, redis_url: str, commands: dict[str, str]
) -> Iterator[tuple[str, Target]]:
    with stage(
        shape.sockets,
        rooms=shape.rooms,
        redis_url=redis_url,
        settings="bench.unsaved.settings",
    ) as staged:
        for name, command in commands.items():
            # What is not saved moves positions that the log knows nothing of.
            staged.restart()
            yield (
                name,
                Target(
                    "muster", staged.port, "/ws/", staged.lines, staged.pid, command
                ),
            )


def _targets(
    shape: Shape, programs: Programs, only: list[str]
) -> Iterator[tuple[str, Target]]:
    for key in only:
        yield from SERVERS[key](shape, programs)


def _load(shape: Shape, seconds: float, posters: int) -> Load:
    """In many small rooms every room has somebody who posts in turn."""
    if shape.rooms >= MANY_ROOMS:
        posters = shape.rooms
    return Load(seconds=seconds, share=SHARE, posters=posters)


def _shape(text: str) -> Shape:
    rooms, _, each = text.rpartition("x")
    return Shape(int(each) * int(rooms or 1), int(rooms or 1))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    shapes = [_shape(text) for text in ("100", "1000", "5000", "1000x5")]
    parser.add_argument("--shapes", nargs="+", type=_shape, default=shapes)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--posters", type=int, default=64)
    parser.add_argument("--only", nargs="+", choices=SERVERS, default=list(SERVERS))
    return parser.parse_args()


def _print(found: dict[Row, list[Found]]) -> None:
    print(
        f"{'rooms x sockets':16}{'server':30}{'deliveries/s':>13}{'posts/s':>9}"
        f"{'CPU-s/M':>9}{'p50 ms':>8}{'p99 ms':>8}{'missing':>9}{'gen. busy':>10}"
    )
    for (shape, name), runs in found.items():
        full = [one.saturated for one in runs if one.saturated]
        calm = [one.loaded for one in runs if one.loaded]
        median = statistics.median
        size = f"{shape.rooms} x {shape.sockets // shape.rooms}"
        print(
            f"{size:16}{name:30}"
            f"{median(one.deliveries_s for one in full):>13,.0f}"
            f"{median(one.posts_s for one in full):>9,.0f}"
            f"{median(one.cpu_s_per_million for one in full):>9.2f}"
            f"{median(one.p50_ms for one in calm):>8.1f}"
            f"{median(one.p99_ms for one in calm):>8.1f}"
            f"{max(one.missing for one in runs):>9,}"
            f"{median(one.busy for one in full):>10.0%}"
        )


if __name__ == "__main__":
    main()
