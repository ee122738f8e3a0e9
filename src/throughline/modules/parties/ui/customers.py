"""Customers: the list, and the record with terms and addresses; other modules add what they know by slots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from throughline.kernel.errors import NotFound
from throughline.modules.parties.permissions import READ
from throughline.modules.parties.public import block_customer
from throughline.modules.parties.queries import AddressFacts, CustomerFacts, addresses, addresses_of, customers
from throughline.modules.parties.queries.lists import CustomerRow, customer_page
from throughline.modules.parties.ui.address_forms import KINDS
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Kept, Subject
from throughline.platform.ui import (
    Action,
    Column,
    Done,
    Empty,
    Fact,
    Field,
    Filter,
    Grid,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    OperationForm,
    Pair,
    Pairs,
    Part,
    RecordScreen,
    Section,
    Status,
    View,
    disc,
    form_url,
    octagon,
    record_url,
)
from throughline.platform.ui.slots import party_sections

BLOCKS = [
    ("none", "Not blocked"),
    ("order", "Orders"),
    ("ship", "Orders and shipping"),
    ("invoice", "Invoices"),
    ("all", "Everything"),
]


def status_of(block: str) -> Status:
    """Say whether and how far a customer is blocked."""
    return disc("Free") if block == "none" else octagon(f"Blocked: {dict(BLOCKS)[block].lower()}")


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    blocked = {"1": True, "0": False}.get(asked.one("blocked") or "")
    found = customer_page(
        ctx,
        blocked=blocked,
        group=asked.one("group") or "",
        owner=asked.one("owner") or "",
        owner_id=ctx.actor_id if asked.one("mine") == "1" else None,
        search=asked.search,
        after=asked.cursor or "",
        limit=asked.size + 1,
    )
    return ListPage.cut(found, asked.size, lambda row: row.code)


def _now(row: CustomerRow) -> Status:
    return status_of(row.block)


LIST = ListScreen(
    slug="customers",
    title="Customers",
    permission=READ,
    nav=Nav("Sell", "Customers", "building", 40),
    query=_page,
    columns=[
        Column("code", "Customer", "code", priority=1),
        Column("name", "Name", priority=1, width=240),
        Column("group", "Group", dim=True),
        Column("country", "Country", dim=True, priority=4),
        Column("terms", "Terms"),
        Column("owner", "Account owner", priority=4, width=150),
        Column("service_class", "Class", value=lambda row: row.service_class.capitalize(), dim=True),
        Column("now", "Now", "status", value=_now, priority=2),
        Column("block_reason", "Why blocked", dim=True, priority=4),
    ],
    filters=[
        Filter("blocked", "Blocked", "flag"),
        Filter("group", "Group", "text"),
        Filter("owner", "Account owner", "lookup", lookup="account-owners"),
        Filter("mine", "Mine", "flag"),
    ],
    views=[
        View("all", "All"),
        View("mine", "Mine", {"mine": ["1"]}),
        View("blocked", "Blocked", {"blocked": ["1"]}),
    ],
    row_url=lambda row: record_url("customers", row.id),
    new=Action("New customer", form="customers/save", primary=True, key="N", dialog=False),
    empty=Empty("No customers here", "Another view or fewer filters may show them; or enter one, or import them."),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A customer with its addresses: those that stand for it, and all."""

    facts: CustomerFacts
    bill_to: AddressFacts | None
    ship_tos: list[AddressFacts]
    places: list[AddressFacts]


def data(ctx: Ctx, shown: Shown) -> Shown:
    """Give a customer as data: what the page reads is plain already."""
    return shown


def load(ctx: Ctx, id: int) -> Shown:
    """Read a customer."""
    facts = customers(ctx, [id]).get(id)
    if facts is None:
        raise NotFound("customer_unknown", f"Party {id} is no customer of this company.", party=id)
    bill_to = addresses([facts.bill_to_id]).get(facts.bill_to_id) if facts.bill_to_id else None
    places = addresses_of([id])
    return Shown(facts, bill_to, [one for one in places if one.kind == "ship_to"], places)


def _facts(ctx: Ctx, shown: Shown) -> list[Fact]:
    facts = shown.facts
    return [
        Fact("Terms", facts.terms_name),
        Fact("Currency", facts.currency),
        Fact("Service class", facts.service_class.capitalize()),
        Fact("Group", facts.group or None),
        Fact("Account owner", facts.owner_name or None),
        Fact("Ships", "complete only" if facts.ship_complete else "in parts", desk=True),
        Fact("Customer PO", "always wanted" if facts.requires_customer_po else "not needed", desk=True),
    ]


def _address(place: AddressFacts) -> str:
    return ", ".join([place.name, *place.lines, f"{place.postcode} {place.city}".strip(), place.country])


def _sections(ctx: Ctx, shown: Shown) -> Sequence[Section]:
    facts = shown.facts
    terms = [
        Pair("Payment terms", facts.terms_name),
        Pair(
            "Cash discount",
            f"{facts.discount_percent.normalize():f} % within {facts.discount_days} days"
            if facts.discount_days
            else "none",
        ),
        Pair("Tax category", facts.tax_category.capitalize()),
        Pair("VAT number", facts.vat_number or None),
        Pair("Minimum order", facts.minimum_order_net, "money", facts.currency),
        Pair("Substitutes", "taken" if facts.accepts_substitutes else "not taken"),
    ]
    found: list[Section] = []
    for answer in party_sections.answers():
        found += answer(ctx, facts.party_id)
    return [*found, Pairs("Terms", terms), _addresses(ctx, shown)]


def _addresses(ctx: Ctx, shown: Shown) -> Grid:
    """Show where bills and goods go, the default of each first, with the way to change and add one."""
    party = shown.facts.party_id
    may = ctx.may("parties.address.change")
    columns = [
        Column("code", "Address", "code", priority=1,
               url=(lambda place: form_url("customers/address", address=place.id, party_id=party)) if may else None),
        Column("kind", "For", value=lambda place: dict(KINDS)[place.kind], priority=2),
        Column("where", "Where", value=_address, priority=1),
        Column("is_default", "Default", value=lambda place: "yes" if place.is_default else "no", priority=2),
    ]  # fmt: skip
    new = Action("New address", form="customers/address", query={"party_id": party})
    return Grid(
        "Addresses", shown.places, columns, actions=[new] if may else [],
        empty="No address yet: goods and invoices need one before anything is ordered.",
    )  # fmt: skip


def _actions(ctx: Ctx, shown: Shown) -> list[Action]:
    actions = []
    if ctx.may("sales.order.quote"):
        given = {"party_id": shown.facts.party_id}
        actions.append(Action("New quote", form="quotes/new", query=given, primary=True, key="N", dialog=False))
    if ctx.may("parties.customer.change"):
        known = {"code": shown.facts.code, "version": shown.facts.version}
        first = not actions
        actions.append(Action("Change", form="customers/save", query=known, key="E", dialog=False, primary=first))
    if ctx.may("parties.customer.block"):
        actions.append(
            Action(
                "Change block",
                form="customers/block",
                query={"party_id": shown.facts.party_id, "block": shown.facts.block},
            )
        )
    return actions


RECORD = RecordScreen(
    subject=Subject(
        "parties.customer",
        (
            Kept("parties_party"),
            Kept("parties_customer", "party_id", "Terms"),
            Kept("parties_address", "party_id", "Address"),
        ),
        ("settlement.credit", "parties.party"),
    ),
    slug="customers",
    parent="customers",
    permission=READ,
    load=load,
    title="facts.name",
    code="facts.code",
    subtitle=lambda shown: [Part(shown.facts.code, code=True), shown.facts.country, shown.facts.vat_number],
    status=lambda shown: status_of(shown.facts.block) if shown.facts.block != "none" else None,
    facts=_facts,
    actions=_actions,
    data=data,
    sections=_sections,
)


def _block(ctx: Ctx, *, party_id: int, block: str, reason: str) -> None:
    block_customer(ctx, party_id=party_id, block=block, reason=reason)


def _title(ctx: Ctx, values: Mapping[str, Any]) -> str:
    facts = customers(ctx, [values.get("party_id") or 0]).get(values.get("party_id") or 0)
    return f"Block {facts.name}?" if facts else "Block customer?"


BLOCK = OperationForm(
    slug="customers/block",
    title=_title,
    text="Orders, shipments or invoices stop at once; what is under way stays as it is.",
    operation=_block,
    calls="parties.block_customer",
    permission="parties.customer.block",
    submit_label="Set block",
    parent="customers",
    fields=[
        Field("party_id", kind="hidden", parse=int, required=True),
        Field("block", "Blocked for", "select", required=True, choices=BLOCKS),
        Field("reason", "Reason", "textarea", required=True),
    ],
    on_done=lambda ctx, result, values: Done(record_url("customers", values["party_id"])),
)
