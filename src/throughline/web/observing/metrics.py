"""Counts and times for Prometheus, over all processes of the server together."""

import os
from collections.abc import Sequence

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest, multiprocess

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
REQUESTS = Histogram(
    "throughline_request_seconds", "Time to answer requests", ["method", "route", "status"], buckets=BUCKETS
)
OPERATIONS = Counter("throughline_operations", "Operations that requests have committed", ["name"])
CONTENT_TYPE = CONTENT_TYPE_LATEST


def seen(method: str, route: str, status: int, seconds: float, operations: Sequence[str]) -> None:
    """Count a request and what it has done."""
    known = method if method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS") else "OTHER"
    REQUESTS.labels(known, route, f"{status // 100}xx").observe(seconds)
    for name in operations:
        OPERATIONS.labels(name).inc()


def told() -> bytes:
    """Give everything that was counted."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest()
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
