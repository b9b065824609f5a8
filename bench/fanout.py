"""How many deliveries a second, how soon, for how much CPU, beside other servers?

    python -m bench.fanout [--shapes 100 1000 5000 1000x5] [--rounds 5] [--seconds 5]
                           [--only muster nats] [--posters 64] [--rate 36]

A shape is so many sockets in one room, or rooms x sockets. Real WebSocket clients in
one C process post texts of 200 bytes, 64 under way at a time, as fast as they come
back; then at 30 % of that rate for the latency from send to seen. With `--rate` only
so many posts a second, for the latency. Server on one core, generator on the other; CPU
is the server's own. Every figure is the median of the rounds, in each of which all
servers run. "Muster" posts for real: signed in, checked, committed, acknowledged. "not
saved" is the same delivery without the database, "one write each" without coalescing
too. Peers persist nothing and know nobody. Who does not see their
own post within 3 s posts the next all the same. `missing` is what did not come at all,
or not within the minute after the last post: the stock layers drop what is too much.

nats-server, mosquitto and redis-server are used if they are installed (on Debian:
`apt-get install nats-server mosquitto redis-server`), Socket.IO if node and npm are:
`npm ci` then puts it into bench/socketio/.
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
    socketio,
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
                    load = _load(shape, options)
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
    "socketio": socketio,
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


def _load(shape: Shape, options: argparse.Namespace) -> Load:
    """In many small rooms every room has somebody who posts in turn."""
    posters = shape.rooms if shape.rooms >= MANY_ROOMS else options.posters
    return Load(
        seconds=options.seconds, share=SHARE, posters=posters, rate=options.rate
    )


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
    parser.add_argument("--rate", type=float, default=0.0)
    parser.add_argument("--only", nargs="+", choices=SERVERS, default=list(SERVERS))
    return parser.parse_args()


def _print(found: dict[Row, list[Found]]) -> None:
    print(
        f"{'rooms x sockets':16}{'server':30}{'deliveries/s':>13}{'posts/s':>9}"
        f"{'CPU-s/M':>9}{'p50 ms':>9}{'p99 ms':>9}{'missing':>9}{'of all':>7}"
        f"{'odd seqs':>9}{'gen. busy':>10}"
    )
    for (shape, name), runs in found.items():
        calm = [one.loaded for one in runs if one.loaded]
        timed = [one for one in calm if one.deliveries]
        full = [one.saturated for one in runs if one.saturated] or calm
        median = statistics.median
        size = f"{shape.rooms} x {shape.sockets // shape.rooms}"
        missing = max(one.missing for one in runs)
        print(
            f"{size:16}{name:30}"
            f"{median(one.deliveries_s for one in full):>13,.0f}"
            f"{median(one.posts_s for one in full):>9,.0f}"
            f"{median(one.cpu_s_per_million for one in full):>9.2f}"
            f"{_ms([one.p50_ms for one in timed]):>9}"
            f"{_ms([one.p99_ms for one in timed]):>9}"
            f"{missing:>9,}"
            f"{max(_share_missing(one, shape) for one in runs):>7.0%}"
            f"{max(one.repeats + one.gaps for one in runs):>9,}"
            f"{median(one.busy for one in full):>10.0%}"
        )


def _ms(values: list[float]) -> str:
    """The median; none where hardly anything came, and so no share of it."""
    return f"{statistics.median(values):.1f}" if values else "-"


def _share_missing(found: Found, shape: Shape) -> float:
    due = found.posts * (shape.sockets // shape.rooms)
    return found.missing / due if due else 0.0


if __name__ == "__main__":
    main()
