"""Setting money on account and credit notes against what is owed, and marking items as disputed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from throughline.kernel.errors import InvalidInput, NotFound
from throughline.modules.settlement.public import MatchInput, set_disputes
from throughline.modules.settlement.queries.lists import ItemRow, item_rows
from throughline.modules.settlement.ui.payments import SETTLED
from throughline.platform.operations import OPERATIONS, Ctx, Outcomes, Versioned
from throughline.platform.ui import Bulk, Done, Field, OperationForm, Preview, Shown, record_url, typed_lines
from throughline.platform.ui.formats import day, money

DISPUTE = "settlement.item.dispute"


def _credit(ctx: Ctx, number: int) -> ItemRow:
    found = item_rows(ctx, ids=[number], size=1)
    if not found:
        raise NotFound("nothing_left", "Nothing is left of it to match.", item=number)
    return found[0]


def _first(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    credit = _credit(ctx, int(query.get("credit") or 0))
    return {"credit": credit.id, "customer": credit.party_id}


def _title(ctx: Ctx, values: Mapping[str, Any]) -> str:
    credit = _credit(ctx, int(values.get("credit") or 0))
    return f"Match {credit.number}, {money(-credit.balance)} left"


def ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show what is open of each chosen item, and what is used of the money."""
    lines = values.get("lines") or []
    known = {item.id: item for item in item_rows(ctx, ids=[n["item"] for n in lines if n.get("item")], size=200)}
    shown, total = [], Decimal(0)
    for line in lines:
        item = known.get(line.get("item") or 0)
        total += line.get("amount") or Decimal(0)
        shown.append(Shown({"due": day(item.due_on), "open": money(item.balance)} if item else {}))
    return Preview(shown, {"open": money(total) if total else ""})


def _matches(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    lines = [line for line in values.get("lines") or [] if line.get("item")]
    if not lines:
        raise InvalidInput("nothing_chosen", "Choose what it settles.", field="lines")
    return {
        "matches": [
            MatchInput(line["item"], values["credit"], line.get("amount"), line.get("discount") or Decimal(0))
            for line in lines
        ]
    }


def _done(ctx: Ctx, result: Outcomes, values: Mapping[str, Any]) -> Done:
    for outcome in result.refused:
        return Done(_account(values), f"{outcome.label}: {outcome.message}")
    return Done(_account(values), f"{len(result.done)} matched.")


def _account(values: Mapping[str, Any]) -> str:
    return record_url("receivables/accounts", values["customer"])


MATCH = OperationForm(
    slug="receivables/match",
    parent="receivables",
    title=_title,
    text="Without an amount as much as fits.",
    operation="settlement.match_items",
    submit_label="Match",
    initial=_first,
    arguments=_matches,
    preview=ahead,
    on_done=_done,
    fields=[
        Field("credit", kind="hidden", parse=int, required=True),
        Field("customer", kind="hidden", parse=int, required=True),
        typed_lines(*SETTLED, required=True),
    ],
)


def _dispute(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    return set_disputes(ctx, items=[one.id for one in chosen], disputed=True, reason=values["reason"])


def _lift(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    return set_disputes(ctx, items=[one.id for one in chosen], disputed=False, reason=values["reason"])


def _ahead(disputed: bool) -> Any:
    def foresee(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
        deed = OPERATIONS["settlement.set_disputes"].dry_run
        outcomes: Outcomes = deed(
            ctx, items=[one.id for one in chosen], disputed=disputed, reason=values.get("reason") or "preview"
        )
        return outcomes

    return foresee


REASON = [Field("reason", "Reason", required=True)]

DISPUTES = [
    Bulk("dispute", "Mark disputed", "item", _dispute, preview=_ahead(True), permission=DISPUTE, fields=REASON,
         phrase="Mark {what} disputed", past="marked disputed",
         consequence="Automatic matching and reminders leave them alone."),
    Bulk("lift", "Lift dispute", "item", _lift, preview=_ahead(False), permission=DISPUTE, fields=REASON,
         phrase="Lift the dispute of {what}", past="no longer disputed",
         primary=False, consequence="They count again."),
]  # fmt: skip
