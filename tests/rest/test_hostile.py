"""Each field of each operation with what nobody should send: a clear no, or an outcome, never a failure."""

import json
import os
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from tests.rest.bodies import Body, bodies
from tests.rest.staff import Staff, staff

HOSTILE: tuple[Any, ...] = (
    None, -1, 0, 2**31, 2**63 - 1, 2**63, 10**30, "-1", "0", "0.000001", "999999999999.999999", "1e400", "NaN",
    "Infinity", "", " ", "x" * 300, "x" * 5000, "a\x00b", "\ud800", "a\nb", "ß𝔘ñ🚀\u202e",
    "'; DROP TABLE sales_order;--", "{}",
    True, [], {}, [[]], "1900-01-01", "2200-12-31", "0001-01-01", "2026-02-30", "9999-12-31T23:59:59Z",
)  # fmt: skip
#: One in so many, so that the suite stays quick; all of them with THROUGHLINE_FUZZ=1.
SHARE = 1 if "THROUGHLINE_FUZZ" in os.environ else 12


@cache
def prepared() -> tuple[Staff, dict[str, Body]]:
    """Give the callers and the valid bodies of one company."""
    callers = staff()
    return callers, bodies(callers.world)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the way to every part of a body."""
    if path:
        yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in parts:
        yield from leaves(item, (*path, name))


def changed_at(body: Body, path: tuple[Any, ...], value: Any) -> Body:
    """Give a body with one part replaced."""
    copy = deepcopy(body)
    inner: Any = copy
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return copy


@pytest.mark.slow
def test_what_nobody_should_send_is_never_a_failure() -> None:
    callers, known = prepared()
    broken: list[Any] = []
    counter = 0
    for name, body in known.items():
        for path in leaves(body):
            for value in HOSTILE:
                counter += 1
                if counter % SHARE:
                    continue
                sent = changed_at(body, path, value)
                answer = callers.of(name).send(f"/api/v1/operations/{name}?dry_run=true", sent)
                told = json.loads(answer.content)
                if answer.status_code >= 500 or (answer.status_code == 422 and not told["detail"]):
                    broken.append((name, path, value if not isinstance(value, str) else value[:20]))
    assert broken == []


def test_the_bodies_are_carried_out() -> None:
    """What is made hostile is good to begin with: nothing is refused for its form."""
    callers, known = prepared()
    wrong = []
    for name, body in known.items():
        answer = callers.of(name).send(f"/api/v1/operations/{name}?dry_run=true", body)
        if answer.status_code in (400, 422) or answer.status_code >= 500:
            wrong.append((name, answer.content.decode()[:300]))
    assert wrong == []
