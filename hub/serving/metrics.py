"""What /metrics shows, in Prometheus' format. No label names a stream or a person."""

from collections.abc import Iterator, Mapping
from itertools import accumulate

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from hub import live
from hub.counts import Distribution, counts
from hub.unsent import unsent

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def exposition() -> bytes:
    """Reads the hub's own objects: call it on the event loop."""
    return generate_latest(_registry)


class HubCollector(Collector):
    """Makes the figures when they are asked for; until then nobody pays for them."""

    def collect(self) -> Iterator[Metric]:
        hub = live.now()
        if hub is not None:
            yield from _state(hub)
        yield _gauge("unsent_bytes", "Bytes that clients have not taken", unsent.total)
        yield from _totals()
        yield _by(
            "replays",
            "Answers to what was missed",
            "source",
            counts.replays,
        )
        yield _by("resets", "Streams begun anew", "reason", counts.resets)
        yield _by("turned_away", "Handshakes refused", "reason", counts.turned_away)
        yield _by("closes", "Sockets closed", "code", counts.closes)
        yield _spread("flush_events", "Events in one write", counts.flushed_events)
        yield _spread("commit_jobs", "Writes in one transaction", counts.batch_jobs)
        yield _spread(
            "commit_seconds", "Duration of a transaction", counts.commit_seconds
        )


def _state(hub: live.Hub) -> Iterator[Metric]:
    streams = list(hub.streams)
    subscriptions = sum(len(stream.live) for stream in streams)
    yield _gauge("sockets", "Sockets and event streams", hub.socket_count)
    yield _gauge("event_streams", "Of them over HTTP", hub.event_streams)
    yield _gauge("arriving", "Sockets being looked up or greeted", len(hub.arriving))
    yield _gauge("streams", "Streams delivered here", len(streams))
    yield _gauge("subscriptions", "Live subscriptions", subscriptions)
    yield _gauge("writes_waiting", "Writes not yet begun", hub.writer.waiting)
    yield _gauge("bus_up", "Whether the bus answers", not hub.bus.down)
    yield _gauge("loop_lag_seconds", "Worst of the last five seconds", hub.lag.worst)
    yield _gauge("draining", "Whether the server is going", hub.draining)


def _totals() -> Iterator[Metric]:
    yield _total("connects", "Handshakes begun", counts.connects)
    yield _total("welcomes", "Sockets greeted", counts.welcomes)
    yield _total("deliveries", "Events offered to sockets", counts.deliveries)
    yield _total("shed_frames", "Ephemeral frames dropped", counts.ephemeral_shed)
    yield _total("gaps_healed", "Gaps filled from the log", counts.gaps_healed)
    yield _total("events_healed", "Events read for them", counts.events_healed)
    yield _total("head_checks", "Comparisons with the log", counts.head_checks)
    yield _total("unavailable", "Writes refused before begun", counts.unavailable)
    yield _total("bodies_refused", "Request bodies refused", counts.bodies_refused)
    yield _total("cut_for_memory", "Connections cut for memory", counts.cut_for_memory)


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(f"muster_{name}", told, value=value)


def _total(name: str, told: str, value: float) -> Metric:
    return CounterMetricFamily(f"muster_{name}", told, value=value)


def _by(name: str, told: str, label: str, values: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(f"muster_{name}", told, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


def _spread(name: str, told: str, values: Distribution) -> Metric:
    bounds = [str(float(bound)) for bound in values.bounds] + ["+Inf"]
    buckets = list(zip(bounds, accumulate(values.counts), strict=True))
    return HistogramMetricFamily(
        f"muster_{name}", told, buckets=buckets, sum_value=values.total
    )


_registry = CollectorRegistry()
_registry.register(HubCollector())
PlatformCollector(registry=_registry)
ProcessCollector(registry=_registry)
