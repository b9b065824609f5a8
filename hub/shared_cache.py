"""Django's cache in Redis: what is counted there holds over all processes."""

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import (
    RedisCache,
    RedisCacheClient,
    RedisSerializer,
)
from redis import RedisError

from hub.redis_client import client_of

logger = logging.getLogger(__name__)

# Whoever finds Redis away spares those who come next the wait, for so long.
REST_S = 5.0


class SharedCache(BaseCache):
    """For counts of attempts, and for what was used up; not for what must not be lost.

    `hosts` as in `redis_hosts`; the first shard holds it all. While Redis is away, each
    process goes on from what it has written itself, so that nobody is kept out.
    """

    def __init__(
        self, hosts: Sequence[Mapping[str, Any]], params: dict[str, Any]
    ) -> None:
        super().__init__(params)
        self._there = _InRedis(hosts, params)
        self._here = LocMemCache("beside Redis", params)

    def add(
        self,
        key: Any,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        return bool(self._asked("add", key, value, timeout, version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._asked("get", key, default, version)

    def set(
        self,
        key: Any,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        self._written("set", key, value, timeout, version)

    def touch(
        self,
        key: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        return bool(self._written("touch", key, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._written("delete", key, version))

    def clear(self) -> None:
        self._written("clear")

    def _asked(self, method: str, *arguments: Any) -> Any:
        """The answer of Redis, or of this process while there is none."""
        there = getattr(self._there, method)
        here = getattr(self._here, method)
        return self._there.link.ask(
            lambda: there(*arguments), otherwise=lambda: here(*arguments)
        )

    def _written(self, method: str, *arguments: Any) -> Any:
        """In both, always: should Redis go away, this process knows what it wrote."""
        here = getattr(self._here, method)(*arguments)
        there = getattr(self._there, method)
        return self._there.link.ask(lambda: there(*arguments), otherwise=lambda: here)


def hidden(key: str, key_prefix: str, version: int) -> str:
    """A name in Redis that tells nobody whose address or account it is about."""
    secret = blake2b(settings.SECRET_KEY.encode()).digest()
    digest = blake2b(f"{version}:{key}".encode(), key=secret, digest_size=20)
    return f"{key_prefix}{digest.hexdigest()}"


class _Link:
    """The way to one Redis, of the whole process: Django makes caches by the thread."""

    def __init__(self, host: Mapping[str, Any]) -> None:
        self.client = client_of(host)
        self._lock = Lock()
        self._is_away = False
        self._asked_again_at = 0.0

    def ask(self, there: Callable[[], Any], *, otherwise: Callable[[], Any]) -> Any:
        if self._is_away and not self._is_mine_to_try():
            return otherwise()
        try:
            found = there()
        except RedisError as error:
            self._lost(error)
            return otherwise()
        if self._is_away:
            self._is_away = False
            logger.warning("Redis is back: attempts are counted together again.")
        return found

    def _is_mine_to_try(self) -> bool:
        """For one at a time: Redis may be one that takes questions and says nothing."""
        with self._lock:
            now = time.monotonic()
            if now < self._asked_again_at:
                return False
            self._asked_again_at = now + REST_S
            return True

    def _lost(self, error: RedisError) -> None:
        with self._lock:
            self._asked_again_at = time.monotonic() + REST_S
            is_news, self._is_away = not self._is_away, True
        if is_news:
            # Its text may hold the address with the password.
            logger.warning(
                "Redis is away (%s): each process counts attempts to sign in alone.",
                type(error).__name__,
            )


_links: dict[str, _Link] = {}
_links_lock = Lock()


def _link_to(host: Mapping[str, Any]) -> _Link:
    known_by = repr(host)
    with _links_lock:
        if known_by not in _links:
            _links[known_by] = _Link(host)
        return _links[known_by]


class _Json(RedisSerializer):
    """No pickle: whoever can write to Redis must not be able to run code here."""

    def dumps(self, obj: Any) -> bytes:
        return json.dumps(obj).encode()

    def loads(self, data: Any) -> Any:
        return json.loads(data)


class _Client(RedisCacheClient):
    def __init__(self, link: _Link) -> None:
        super().__init__([], serializer=_Json())
        self._link = link

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        return self._link.client


class _InRedis(RedisCache):
    """Django's own, over the connections that we know how to make."""

    def __init__(
        self, hosts: Sequence[Mapping[str, Any]], params: dict[str, Any]
    ) -> None:
        super().__init__([], params)
        self.link = _link_to(hosts[0])

    @property
    def _cache(self) -> _Client:
        return _Client(self.link)

    def clear(self) -> None:
        """Its own alone: Django's would empty the whole Redis, marks and all."""
        found = self.link.client.scan_iter(match=f"{self.key_prefix}*", count=1000)
        for key in found:
            self.link.client.unlink(key)
