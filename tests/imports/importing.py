"""Bringing files in: somebody who may, a file, and the steps of an import."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from tests.world import World
from throughline.governance.public import Duty
from throughline.modules.integrations.public import (
    check_import,
    commit_import,
    import_by_id,
    import_once,
    import_rows,
    map_import,
    start_import,
)
from throughline.modules.integrations.queries.imports import ImportFacts, RowFacts
from throughline.modules.parties.public import PaymentTermsInput, save_payment_terms
from throughline.modules.pricing.public import PriceListInput, save_price_lists
from throughline.platform.operations import Ctx, reading

D = Decimal
MOVER = frozenset(map(str, (Duty.MASTER_DATA, Duty.PRICING, Duty.STOCK_ADJUSTMENT, Duty.POSTING, Duty.CREDIT)))


def mover(world: World, *duties: Duty) -> Ctx:
    """Act as somebody who brings the company's data in."""
    return replace(world.as_("masters"), duties=frozenset(map(str, duties)) or MOVER)


def sent(*rows: Sequence[object], separator: str = ",") -> bytes:
    """Write a file."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode()


def checked(ctx: Ctx, kind: str, content: bytes, **options: str) -> tuple[int, dict[str, int]]:
    """Upload, take the guess for the mapping, and check."""
    number = start_import(ctx, kind=kind, name=f"{kind}.csv", content=content)
    with reading(ctx):
        guessed = import_by_id(ctx, number).mapping
    map_import(ctx, number=number, mapping=guessed, options=options)
    return number, check_import(ctx, number)


def done(ctx: Ctx, kind: str, content: bytes, **options: str) -> int:
    """Bring a file in whole."""
    number, _ = checked(ctx, kind, content, **options)
    commit_import(ctx, number)
    return number


def facts(ctx: Ctx, number: int) -> ImportFacts:
    with reading(ctx):
        return import_by_id(ctx, number)


def lines(ctx: Ctx, number: int) -> list[RowFacts]:
    with reading(ctx):
        return import_rows(ctx, number, limit=20_000)


def code(world: World, name: str) -> str:
    """Give a code of this company's own: items and parties are shared by all companies."""
    return f"{name}-{world.company_id}"


def price_list(world: World) -> str:
    named = PriceListInput("BASE", "Base", "EUR")
    save_price_lists(world.as_("pricing"), price_lists=[named])
    return "BASE"


def terms(world: World) -> str:
    named = code(world, "N30")
    save_payment_terms(world.as_("masters"), terms=[PaymentTermsInput(named, "30 days", 30)])
    return named


def work() -> int:
    """Let a worker do everything that is wanted of imports."""
    return import_once()
