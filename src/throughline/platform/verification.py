"""Proving the promises over a whole database with set-based SQL, by the owner's role.

Each module registers its checks; `throughline verify`, the nightly job and the tests run them all. A check is a
query whose rows are the offences. There is no repair button.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connections

LISTED = 50


@dataclass(frozen=True, slots=True)
class Check:
    """A rule that must hold, as a query that finds the rows that break it.

    In the query `{company:alias}` stands for the condition that keeps a table to one company:
    `alias.company_id = <id>`, or `true` where all companies are looked at.
    """

    name: str
    promise: int
    meaning: str
    sql: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a check found: the first offences, and how many there are, counted up to one more than are listed."""

    name: str
    promise: int
    meaning: str
    seconds: float
    rows: list[dict[str, Any]]
    total: int

    @property
    def ok(self) -> bool:
        """Say whether nothing was found."""
        return self.total == 0


@dataclass(frozen=True, slots=True)
class Report:
    """The results of all checks."""

    checks: list[Result] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Say whether every promise holds."""
        return all(check.ok for check in self.checks)

    def broken(self) -> list[Result]:
        """List the checks that found something."""
        return [check for check in self.checks if not check.ok]


_checks: dict[str, Check] = {}


def register(*checks: Check) -> None:
    """Add a module's checks."""
    for check in checks:
        assert check.name not in _checks, f"two checks are named {check.name}"
        _checks[check.name] = check


def checks() -> Sequence[Check]:
    """List all checks, by promise."""
    return sorted(_checks.values(), key=lambda check: (check.promise, check.name))


def run(company: int | str | None = None, *, alias: str = "owner", only: str | None = None) -> Report:
    """Run every check over one company or all of them."""
    chosen = _company_id(company, alias)
    return Report([_run(check, chosen, alias) for check in checks() if only in (None, check.name)])


def _company_id(company: int | str | None, alias: str) -> int | None:
    if company is None or isinstance(company, int):
        return company
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT id FROM governance_company WHERE code = %s", [company])
        found = cursor.fetchone()
    if not found:
        raise LookupError(f"There is no company {company}.")
    return int(found[0])


def _run(check: Check, company_id: int | None, alias: str) -> Result:
    condition = "true" if company_id is None else rf"\1.company_id = {int(company_id)}"
    sql = re.sub(r"\{company:(\w+)\}", condition, check.sql)
    begun = time.perf_counter()
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({sql}) AS offence LIMIT {LISTED + 1}")
        names = [column[0] for column in cursor.description or ()]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return Result(
        check.name,
        check.promise,
        check.meaning,
        time.perf_counter() - begun,
        found[:LISTED],
        len(found),
    )
