"""Contracts with customers: a list, and the record with what was agreed."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.kernel.errors import NotFound
from throughline.modules.pricing.permissions import READ
from throughline.modules.pricing.queries.lists import (
    ContractPriceRow,
    ContractRow,
    contract_price_rows,
    contract_rows,
)
from throughline.modules.pricing.ui.price_lists import PRICED, standing
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Kept, Subject
from throughline.platform.ui import (
    Action,
    Column,
    Empty,
    Fact,
    Filter,
    Grid,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    Part,
    RecordScreen,
    form_url,
    record_url,
)

#: A contract is saved whole, with a thousand prices at most.
MOST = 1_000


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    found = contract_rows(
        ctx,
        party_id=asked.number("customer"),
        on=asked.day("on"),
        words=asked.search,
        after=asked.before,
        size=asked.size + 1,
    )
    return ListPage.by_id(found, asked.size)


LIST = ListScreen(
    slug="contracts",
    title="Contracts",
    permission=READ,
    nav=Nav("Sell", "Contracts", "certificate", 54),
    query=_page,
    columns=[
        Column("code", "Contract", "code", priority=1),
        Column("name", "Name", priority=2, width=220),
        Column("party", "Customer", url=lambda row: record_url("customers", row.party_id), priority=1, width=200),
        Column("currency", "Currency", priority=3),
        Column("valid_from", "Valid from", "date", priority=3),
        Column("valid_to", "Until", "date", priority=2),
    ],
    filters=[
        Filter("customer", "Customer", "lookup", lookup="customers"),
        Filter("on", "Valid", "date", operator="on"),
    ],
    row_url=lambda row: record_url("contracts", row.id),
    new=Action("New contract", form="contracts/save", primary=True, key="N", dialog=False),
    empty=Empty(
        "No contracts",
        "",
        "A contract prices items for one customer for a time, and beats every price list.",
        Action("New contract", url=form_url("contracts/save")),
    ),
)


@dataclass(frozen=True)
class ContractData:
    """A contract with its prices, as programs read it; `version` is what a change of it names."""

    version: int
    head: ContractRow
    prices: Sequence[ContractPriceRow]


def load(ctx: Ctx, contract_id: int) -> ContractData:
    """Read a contract with its prices."""
    found = contract_rows(ctx, ids=[contract_id])
    if not found:
        raise NotFound("contract_unknown", "There is no such contract.", contract=contract_id)
    return ContractData(found[0].version, found[0], contract_price_rows(ctx, [contract_id], size=MOST))


def data(ctx: Ctx, found: ContractData) -> ContractData:
    """Give a contract as data."""
    return found


def _sections(ctx: Ctx, found: ContractData) -> list[Grid]:
    price = Column("unit_price", "Price per unit", "price", unit=lambda row: found.head.currency, priority=1)
    return [Grid("Prices", found.prices, [*PRICED, price], empty="Nothing is priced in it.")]


RECORD = RecordScreen(
    slug="contracts",
    parent="contracts",
    permission=READ,
    subject=Subject(
        "pricing.contract", (Kept("pricing_contract"), Kept("pricing_contract_price", "contract_id", "Price", "unit"))
    ),
    load=load,
    data=data,
    title="head.name",
    code="head.code",
    status=lambda found: None,
    subtitle=lambda found: [Part(found.head.code, code=True), found.head.party],
    facts=lambda ctx, found: [
        Fact("Customer", found.head.party, url=record_url("customers", found.head.party_id)),
        Fact("Currency", found.head.currency),
        Fact("Valid from", found.head.valid_from, "date"),
        Fact("Until", found.head.valid_to, "date"),
        Fact("Now", standing(found.head.valid_from, found.head.valid_to, ctx.today).label),
    ],
    actions=lambda ctx, found: [
        Action("Change", form="contracts/save", query={"contract": found.head.id}, primary=True, key="E", dialog=False)
    ],
    sections=_sections,
)
