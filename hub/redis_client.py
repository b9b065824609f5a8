"""A client of a Redis that `redis_hosts` describes, for short questions."""

from collections.abc import Mapping
from typing import Any

from redis import ConnectionError, Redis, sentinel
from redis.backoff import NoBackoff
from redis.retry import Retry

TIMEOUT_S = 1.0


def client_of(host: Mapping[str, Any]) -> Any:
    """Of the Redis that the channel layer knows by the same words, or their Sentinels.

    Whoever asks is waiting: an answer is there within about a second, or an error. A
    connection that was closed meanwhile is opened anew, once.
    """
    quick = {
        "socket_timeout": TIMEOUT_S,
        "socket_connect_timeout": TIMEOUT_S,
        "retry": Retry(NoBackoff(), 1, supported_errors=(ConnectionError,)),
    }
    options = {**host, **quick}
    if "address" in options:
        return Redis.from_url(options.pop("address"), **options)
    known_by: Any = sentinel.Sentinel(  # type: ignore[no-untyped-call]
        options.pop("sentinels"), sentinel_kwargs=options.pop("sentinel_kwargs") | quick
    )
    return known_by.master_for(options.pop("master_name"), **options)
