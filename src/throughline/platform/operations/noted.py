"""Which operations a request or delivery has done, for the line that the log keeps of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_noted: ContextVar[list[tuple[str, int]] | None] = ContextVar("operations", default=None)


def note(name: str, operation_id: int) -> None:
    """Remember an operation that is about to commit, where somebody listens."""
    known = _noted.get()
    if known is not None:
        known.append((name, operation_id))


@contextmanager
def noting() -> Iterator[list[tuple[str, int]]]:
    """Gather the operations of a block: name and id."""
    told: list[tuple[str, int]] = []
    before = _noted.set(told)
    try:
        yield told
    finally:
        _noted.reset(before)
