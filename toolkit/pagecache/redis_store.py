"""Pages and stamps in Redis or Valkey, for several machines.

Stamps are moments by the server's own clock. A stamp that the server has evicted is unknown, and a page with
an unknown stamp is not taken. When the server starts anew everything of before is worth nothing, whatever it
has kept on its disk: the name of its run is part of each page.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import redis
from redis.exceptions import RedisError

from toolkit.pagecache.backends import say_failure
from toolkit.pagecache.stamps import HELD_SECONDS, Handle

logger = logging.getLogger(__name__)
T = TypeVar("T")

AWAY_SECONDS = 2  # in which a server that did not answer is not asked again
RETRY_SECONDS = 0.5
STAMP_SECONDS = 30 * 24 * 60 * 60
EPOCH_SECONDS = 1.0  # how long it is taken for granted that nobody has begun another epoch
PREFIX = "tochka:page:"
HELD = b"!"
_CLOCK = """
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local last = tonumber(redis.call('GET', KEYS[1]) or '0')
if now <= last then now = last + 1 end
"""
_NOW = _CLOCK + "return string.format('%.0f', now)"
_BUMP = (
    _CLOCK
    + """
local text = string.format('%.0f', now)
redis.call('SET', KEYS[1], text)
for i = 2, #KEYS do
  if ARGV[1] == 'hold' then redis.call('SET', KEYS[i], '!' .. text, 'EX', ARGV[2])
  elseif ARGV[1] == 'bump' then redis.call('SET', KEYS[i], text, 'EX', ARGV[2])
  else redis.call('SET', KEYS[i], text, 'EX', ARGV[2], 'NX') end
end
return text
"""
)


class Server:
    """A connection that may fail: then it is let alone for a moment."""

    def __init__(self, url: str) -> None:
        self.client = redis.Redis.from_url(
            url, socket_connect_timeout=0.5, socket_timeout=1, health_check_interval=0, retry_on_timeout=False
        )
        self._away_until = 0.0

    def attempt(self, call: Callable[[redis.Redis], T], *, always: bool = False) -> T | None:
        """What `call` gives, or None while the server is away."""
        if not always and time.monotonic() < self._away_until:
            return None
        try:
            return call(self.client)
        except (RedisError, OSError):
            self._away_until = time.monotonic() + AWAY_SECONDS
            say_failure("The cache server")
            return None


def connect(url: str) -> Server:
    return Server(url)


class RedisStamps:
    """Stamps on the server; each look is one round trip for all tags of a page."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._now = server.client.register_script(_NOW)
        self._change = server.client.register_script(_BUMP)
        self._epoch, self._epoch_until = "", 0.0
        self._unsent: set[str] = set()
        self._lock = threading.Lock()

    def epoch(self) -> str:
        """The run of the server, and the last time that everything was forgotten."""
        if time.monotonic() >= self._epoch_until:
            found = self.server.attempt(self._ask_epoch)
            self._epoch = found or ""
            self._epoch_until = time.monotonic() + (EPOCH_SECONDS if found else 0)
        return self._epoch

    def _ask_epoch(self, client: Any) -> str:
        run = client.info("server")["run_id"]
        forgotten = client.get(f"{PREFIX}epoch") or b""
        return f"{run}:{forgotten.decode()}"

    def now(self) -> int:
        found = self.server.attempt(lambda client: self._now(keys=[f"{PREFIX}clock"]))
        return int(found) if found else 0

    def handles(self, tags: Iterable[str]) -> list[Handle]:
        return [f"{PREFIX}t:{tag}" for tag in tags]

    def latest(self, handles: Sequence[Handle]) -> int | None:
        found: Any = self.server.attempt(lambda client: client.mget([str(handle) for handle in handles]))
        if found is None or any(value is None or value.startswith(HELD) for value in found):
            return None
        return max((int(value) for value in found), default=0)

    def prepare(self, handles: Sequence[Handle]) -> None:
        """Unknown tags become known as of now, so the page that was begun before is not kept this time."""
        known: Any = self.server.attempt(lambda client: client.mget([str(handle) for handle in handles]))
        if known is not None and None in known:
            missing = [str(handle) for handle, value in zip(handles, known, strict=True) if value is None]
            self.server.attempt(lambda client: self._tell("know", missing, STAMP_SECONDS))

    def bump(self, tags: Iterable[str]) -> None:
        """A change that could not be told is told as soon as the server answers again.

        Whoever saves waits for one that hangs once, and not for each tag of all that is saved.
        """
        keys = [str(handle) for handle in self.handles(tags)]
        if self.server.attempt(lambda client: self._tell("bump", keys, STAMP_SECONDS)) is None:
            self._tell_later(keys)

    def hold(self, tags: Iterable[str]) -> None:
        keys = [str(handle) for handle in self.handles(tags)]
        self.server.attempt(lambda client: self._tell("hold", keys, HELD_SECONDS))

    def forget_all(self) -> None:
        self._epoch_until = 0.0
        self.server.attempt(lambda client: client.set(f"{PREFIX}epoch", str(time.time_ns())), always=True)

    def _tell(self, verb: str, keys: Sequence[str], seconds: int) -> Any:
        return self._change(keys=[f"{PREFIX}clock", *keys], args=[verb, seconds])

    def _tell_later(self, keys: Iterable[str]) -> None:
        with self._lock:
            is_waiting = bool(self._unsent)
            self._unsent.update(keys)
        if not is_waiting:
            threading.Thread(target=self._retry, name="page-cache-retry", daemon=True).start()

    def _retry(self) -> None:
        while True:
            time.sleep(RETRY_SECONDS)
            with self._lock:
                keys = sorted(self._unsent)
            if self.server.attempt(lambda client: self._tell("bump", keys, STAMP_SECONDS), always=True):  # noqa: B023
                with self._lock:
                    self._unsent.difference_update(keys)
                    if not self._unsent:
                        return


class RedisEntries:
    """Packed pages on the server, each until its day is over; the server's own bound makes room."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def get(self, key: str) -> bytes | None:
        found: Any = self.server.attempt(lambda client: client.get(f"{PREFIX}e:{key}"))
        return found if isinstance(found, bytes) else None

    def put(self, key: str, data: bytes, seconds: float) -> None:
        lifetime = max(int(seconds * 1000), 1)
        self.server.attempt(lambda client: client.set(f"{PREFIX}e:{key}", data, px=lifetime))
