"""Changing how much a customer may owe."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from throughline.kernel.digits import is_id
from throughline.kernel.errors import NotFound
from throughline.modules.parties.public import CustomerFacts, customers
from throughline.modules.settlement.public import credit_facts, set_credit_limits
from throughline.platform.operations import Ctx, Outcome
from throughline.platform.ui import Done, Field, OperationForm, record_url
from throughline.platform.ui.formats import money
from throughline.platform.ui.sentences import tell


def _customer(ctx: Ctx, number: int) -> CustomerFacts:
    found = customers(ctx, [number]).get(number)
    if found is None:
        raise NotFound("customer_unknown", f"There is no customer {number}.", party=number)
    return found


def _first(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    number = int(query["customer"]) if is_id(query.get("customer", "")) else 0
    _customer(ctx, number)
    return {"customer": number, "limit": credit_facts(ctx, [number])[number].credit_limit}


def _stands(ctx: Ctx, values: Mapping[str, Any]) -> str:
    number = _customer(ctx, values.get("customer") or 0).party_id
    credit = credit_facts(ctx, [number])[number]
    return f"{money(credit.receivable)} owed, {money(credit.committed)} confirmed and not billed."


def _set(ctx: Ctx, *, customer: int, limit: Decimal | None = None) -> Outcome:
    return set_credit_limits(ctx, limits={customer: limit}).only()


LIMIT = OperationForm(
    slug="receivables/limit",
    parent="receivables",
    title=lambda ctx, values: tell("Credit limit of {name}", name=_customer(ctx, values.get("customer") or 0).name),
    text=_stands,
    operation=_set,
    calls="settlement.set_credit_limits",
    permission="settlement.credit.change",
    submit_label="Set limit",
    initial=_first,
    fields=[
        Field("customer", kind="hidden", parse=int, required=True),
        Field("limit", "May owe at most", "money", minimum=Decimal(0), decimals=2, width=180,
              help="Empty is no limit. Held orders are looked at again at once."),
    ],
    on_done=lambda ctx, outcome, values: Done(
        record_url("receivables/accounts", values["customer"]), "Credit limit set."
    ),
)  # fmt: skip
