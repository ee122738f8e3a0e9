"""Open items of customers from the system before."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from throughline.modules.integrations.domain.kinds import RECEIVABLES
from throughline.modules.integrations.domain.reading import Line
from throughline.modules.integrations.operations.loaders.base import (
    Done,
    Loader,
    Options,
    Planned,
    Undoing,
    by_line,
    dry,
    refusals,
    started,
    step,
    told,
    writing,
)
from throughline.modules.parties.public import customers, party_ids
from throughline.modules.settlement.public import OpeningInput, open_balances, open_items_by_id, reverse_openings
from throughline.platform.operations import Ctx

ZERO = Decimal(0)


class ReceivableLoader(Loader):
    """Opens what customers owe, and books it against opening balances."""

    kind = RECEIVABLES

    def plan(self, ctx: Ctx, lines: Sequence[Line], options: Options) -> list[Planned]:
        """Find the customer of each line; without a due date its terms count from the date."""
        parties = party_ids([line.values["customer"] for line in lines if "customer" in line.values])
        known = customers(ctx, parties.values())
        planned = []
        for line in lines:
            one = started(self.kind, line)
            party = parties.get(line.values.get("customer", ""))
            if one.verdict == "refused":
                pass
            elif party is None or party not in known:
                one.refuse(f"There is no customer {line.values['customer']}; import it first.", "customer")
            else:
                values = line.values
                due = values.get("due_on") or values["on_date"] + timedelta(days=known[party].terms_days)
                one.given = OpeningInput(party, values["number"], values["on_date"], values["amount"], due)
                one.new = {"amount": told(values["amount"]), "due_on": told(due)}
                one.amounts = {"amount": values["amount"]}
            planned.append(one)
        return planned

    def foresee(self, ctx: Ctx, planned: Sequence[Planned], options: Options) -> Mapping[int, Done]:
        """Try to open them."""
        wanted = writing(planned)
        values = {"openings": [one.given for one in wanted], "booked_on": _booked(options)}
        return refusals(by_line(dry("settlement.open_balances", ctx, **values), wanted, "open_item")) if wanted else {}

    def commit(self, ctx: Ctx, planned: Sequence[Planned], options: Options) -> Mapping[int, Done]:
        """Open them."""
        wanted = writing(planned)
        given = [one.given for one in wanted]
        outcomes = open_balances(step(ctx, "open"), openings=given, booked_on=_booked(options))
        return by_line(outcomes, wanted, "open_item")

    def undo(self, ctx: Ctx, rows: Sequence[Undoing], options: Options) -> Mapping[int, Done]:
        """Take back those on which nothing was settled."""
        ids = [row.documents["open_item"] for row in rows]
        outcomes = reverse_openings(step(ctx, "reverse"), items=ids, reason="the import was undone")
        return by_line(outcomes, [Planned(row.line, row.key, "new") for row in rows], "open_item")

    def recount(self, ctx: Ctx, documents: Mapping[str, Sequence[int]]) -> dict[str, Decimal]:
        """Sum the items that were opened."""
        found = open_items_by_id(ctx, documents.get("open_item", ()))
        return {"amount": sum((one.amount for one in found), ZERO), "rows": Decimal(len(found))}


def _booked(options: Options) -> date | None:
    return date.fromisoformat(options.booked_on) if options.booked_on else None
