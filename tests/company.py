"""A company of its own for every test, and what its operations announced."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from throughline.governance.models import Company
from throughline.governance.public import Duty
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, reading

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
DUTIES = (Duty.MASTER_DATA, Duty.PRICING, Duty.CREDIT, Duty.PAYMENT)


@pytest.fixture
def ctx() -> Ctx:
    """Somebody of a new company who may do all that these modules do, on a Tuesday."""
    return new_company()


@pytest.fixture
def events(ctx: Ctx) -> Callable[[str], list[dict[str, Any]]]:
    """What the company's operations announced under a name, oldest first."""

    def announced(name: str) -> list[dict[str, Any]]:
        with reading(ctx):
            found = rows("SELECT payload::text FROM platform_event WHERE name = %s ORDER BY id", [name])
        return [json.loads(payload) for (payload,) in found]

    return announced


def new_company() -> Ctx:
    """Give somebody who acts for a new company, with books in EUR."""
    code = uuid4().hex[:12]
    company = Company.objects.using("owner").create(
        code=code, name=f"Company {code}", country="DE", currency="EUR", timezone="Europe/Berlin"
    )
    return Ctx(
        company.pk,
        actor_id=7,
        permissions=frozenset({"*"}),
        duties=frozenset(map(str, DUTIES)),
        timezone="Europe/Berlin",
        clock=lambda: NOW,
    )
