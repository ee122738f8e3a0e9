"""Buckets that all processes share, and the shares that this process has taken of them."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from throughline.kernel.errors import DomainError
from throughline.platform.database.statements import execute, rows
from throughline.platform.limits.rates import Rate

#: How many keys a process remembers; the oldest are forgotten, which costs them one statement.
REMEMBERED = 10_000


class TooMany(DomainError):
    """More was asked than is allowed in a while."""

    status = 429


@dataclass(slots=True)
class _Share:
    left: int
    until: int
    refused_until: int = 0


_shares: OrderedDict[str, _Share] = OrderedDict()
_lock = threading.Lock()


def take(kind: str, key: str, rate: Rate, whose: str) -> None:
    """Take one request of a bucket, or refuse with when there will be one again."""
    name = f"{kind}:{key}"
    now = time.monotonic_ns() // 1000
    with _lock:
        share = _shares.get(name)
        if share and share.left and now < share.until:
            share.left -= 1
            return
        wait = share.refused_until - now if share else 0
    if wait <= 0:
        granted, wait = _ask(name, rate)
        _remember(name, _Share(granted - 1, now + rate.seconds * 1_000_000) if granted else _Share(0, 0, now + wait))
        if granted:
            return
    seconds = max(1, -(-wait // 1_000_000))
    raise TooMany(
        "too_many_requests",
        f"More than {rate.requests} requests in {rate.seconds} seconds came from {whose}; go on in {seconds} s.",
        retry_after=seconds,
        limit=rate.requests,
        seconds=rate.seconds,
    )


def _ask(name: str, rate: Rate) -> tuple[int, int]:
    """Take a share of the common bucket: how many requests, and the microseconds until there is one if none."""
    ((granted, wait),) = rows(
        "SELECT granted, wait FROM platform_take(%s, %s, %s, %s)",
        [name, rate.share, rate.interval, rate.requests * rate.interval],
    )
    return int(granted), int(wait)


def _remember(name: str, share: _Share) -> None:
    with _lock:
        _shares[name] = share
        _shares.move_to_end(name)
        while len(_shares) > REMEMBERED:
            _shares.popitem(last=False)


def forget(before: datetime) -> int:
    """Forget buckets that were full again before a moment; give how many."""
    return execute("DELETE FROM platform_rate WHERE full_at < %s", [before])


def start_over() -> None:
    """Give back nothing and remember nothing: for tests that count from the beginning."""
    with _lock:
        _shares.clear()
