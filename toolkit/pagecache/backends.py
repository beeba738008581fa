"""Django's caches that cost a page its speed when they fail, and nobody the page."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache as DjangoRedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

SILENT_SECONDS = 60
FAILURES = (OSError, RedisError)
_said_at: dict[str, float] = {}


def say_failure(what: str) -> None:
    """Log it with its reason, once a minute."""
    now = time.monotonic()
    if now - _said_at.get(what, -SILENT_SECONDS) >= SILENT_SECONDS:
        _said_at[what] = now
        logger.exception("%s does not answer; the site goes on without it", what)


def _attempt(call: Callable[..., Any], otherwise: Any, *args: Any, **kwargs: Any) -> Any:
    try:
        return call(*args, **kwargs)
    except FAILURES:
        say_failure("The cache")
        return otherwise


class Forgiving(BaseCache):
    """A cache that knows nothing and keeps nothing while it is away."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return _attempt(super().get, default, key, default, version)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        _attempt(super().set, None, key, value, *args, **kwargs)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(_attempt(super().add, False, key, value, *args, **kwargs))

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(_attempt(super().touch, False, key, *args, **kwargs))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(_attempt(super().delete, False, key, version))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(_attempt(super().has_key, False, key, version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """A counter that cannot be kept stands at its first step."""
        return int(_attempt(super().incr, delta, key, delta, version))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        found: dict[Any, Any] = _attempt(super().get_many, {}, keys, version)
        return found

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[Any]:
        failed: list[Any] = _attempt(super().set_many, list(data), data, *args, **kwargs)
        return failed

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        _attempt(super().delete_many, None, keys, version)

    def clear(self) -> None:
        _attempt(super().clear, None)


class FileCache(Forgiving, FileBasedCache):
    """Files in a folder that may be full, away or read-only."""


class RedisCache(Forgiving, DjangoRedisCache):
    """Redis or Valkey, which may be away."""
