"""What this process has done so far: plain numbers, read when /metrics is asked for."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field


class Distribution:
    """How often a value fell into each range; cheap enough for every transaction."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, *bounds: float) -> None:
        """`bounds` ascend; each range includes its bound, the last one has none."""
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, value: float) -> None:
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value


@dataclass(slots=True)
class Counts:
    """Only ever grows. No key is made of what a client sends."""

    connects: int = 0
    welcomes: int = 0
    deliveries: int = 0
    ephemeral_shed: int = 0
    gaps_healed: int = 0
    events_healed: int = 0
    head_checks: int = 0
    unavailable: int = 0
    cut_for_memory: int = 0
    bodies_refused: int = 0
    replays: Counter[str] = field(default_factory=Counter)
    resets: Counter[str] = field(default_factory=Counter)
    turned_away: Counter[str] = field(default_factory=Counter)
    closes: Counter[str] = field(default_factory=Counter)
    flushed_events: Distribution = field(
        default_factory=lambda: Distribution(1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
    )
    batch_jobs: Distribution = field(
        default_factory=lambda: Distribution(1, 2, 4, 8, 16, 32, 64, 128, 256)
    )
    commit_seconds: Distribution = field(
        default_factory=lambda: Distribution(
            0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
        )
    )


# One process has one hub; what it counts outlives that hub and needs no handing round.
counts = Counts()
