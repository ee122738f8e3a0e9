"""What the database knows of the work that waits: queues, workers, and the nightly proof."""

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from throughline.platform.database.statements import rows
from throughline.platform.events import TRIES
from throughline.platform.operations import system_clock


def told() -> bytes:
    """Give the state of queues, workers and proofs, as it is now, for Prometheus."""
    registry = CollectorRegistry()

    def gauge(name: str, meaning: str, value: float, **labels: str) -> None:
        known = gauges.get(name) or Gauge(f"throughline_{name}", meaning, list(labels), registry=registry)
        gauges[name] = known
        (known.labels(**labels) if labels else known).set(value)

    gauges: dict[str, Gauge] = {}
    now = system_clock()
    ((waiting, oldest, retried, given_up, workers),) = rows("SELECT * FROM platform_waiting(%s, %s::int)", [now, TRIES])
    gauge("events_waiting", "Events that no worker has delivered yet", waiting)
    gauge("events_oldest_seconds", "Age of the oldest of them", oldest.total_seconds() if oldest else 0)
    gauge("events_retried", "Events whose delivery broke and is tried again", retried)
    gauge("events_given_up", "Events whose delivery was given up; an exception tells of each", given_up)
    gauge("workers", "Workers heard of in the last twenty seconds", workers)
    ((imports,),) = rows("SELECT count(*) FROM integrations_wanted()")
    gauge("imports_waiting", "Imports that a worker is to do or does", imports)
    for company, broken, nights, exceptions in rows("SELECT * FROM governance_proved(%s)", [now.date()]):
        gauge("promises_broken", "1 where the last proof found broken promises", int(broken), company=company)
        gauge(
            "nights_since_proof",
            "Nights since the promises were proved; -1 where not within thirty",
            -1 if nights is None else max(nights, 0),
            company=company,
        )
        gauge("exceptions_open", "Exceptions that wait for somebody", exceptions, company=company)
    return generate_latest(registry)
